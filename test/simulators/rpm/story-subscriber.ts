import type { RpmSubscriber } from './rpm-data.js';

/** The subscriber of the story and of the crowd; half an hour's offset would go unnoticed in few places. */
export const STORY_SUBSCRIBER: RpmSubscriber = {
  instance: 'rpm-simulator',
  instanceId: 1,
  name: 'Prairie Telecom',
  subscriberId: 77,
  apiUserId: 310,
  timeOffset: '-03:30',
  timeDst: false,
  timeFormat: 1,
};
