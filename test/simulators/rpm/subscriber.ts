import type { Endpoints, RpmState } from './rpm-state.js';

/** What a key is for, and what changed since (rpm.md §3.1, §3.3). */
export function subscriberEndpoints(state: RpmState): Endpoints {
  return {
    Info() {
      const { instance, instanceId, name, subscriberId, timeOffset, timeDst, timeFormat } =
        state.data.subscriber;
      return {
        Instance: instance,
        InstanceID: instanceId,
        Subscriber: name,
        SubscriberID: subscriberId,
        SubscriberTimeOffset: timeOffset,
        SubscriberTimeDst: timeDst,
        User: state.apiUser.name,
        UserID: state.apiUser.userId,
        TimeOffset: timeOffset,
        TimeDst: timeDst,
        Role: state.apiUser.role,
        TimeFormat: timeFormat,
      };
    },
    Modified() {
      const rows = state.data.ages.map(({ type, id, age }) => ({
        Type: type,
        ...(id !== undefined && { ID: id }),
        Age: age,
      }));
      return { Modified: rows };
    },
  };
}
