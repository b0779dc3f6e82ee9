import { createHmac } from 'node:crypto';

import type { RpmSubscriber } from './rpm-data.js';

/** One hook as staff set it up by hand: an address, a secret, and the events it wants (all, if left out). */
export interface RpmWebhook {
  url: string;
  secret: string;
  events?: string[];
}

/** What a webhook tells: ids, never values (rpm.md §3.4). */
export interface RpmEvent {
  name: string;
  objectType: number;
  objectId: number;
  parentType?: number;
  parentId?: number;
  statusId?: number;
}

/** One attempt to deliver; `status` 0 when nobody answered. RPM is taken not to try twice. */
export interface RpmDelivery {
  url: string;
  event: string;
  requestId: number;
  body: string;
  status: number;
}

/** Object type codes of rpm.md §3.2; a file's comes from the vendor's own enumeration (source G4). */
export const OBJECT_TYPE = { customer: 5, file: 450, process: 510, form: 520 } as const;

export interface Webhooks {
  add(hook: RpmWebhook): void;
  tell(event: RpmEvent): void;
  deliveries: RpmDelivery[];
  /** Resolves when nothing is on its way any more, whatever became of it. */
  settled(): Promise<void>;
}

/** Sends signed webhooks of a subscriber, each hook's in order, without making the change wait. */
export function createWebhooks(subscriber: RpmSubscriber, initial: RpmWebhook[] = []): Webhooks {
  const queues: { hook: RpmWebhook; last: Promise<void> }[] = [];
  const deliveries: RpmDelivery[] = [];
  let lastRequestId = 0;

  const add = (hook: RpmWebhook): void => void queues.push({ hook, last: Promise.resolve() });
  for (const hook of initial) add(hook);

  return {
    add,
    deliveries,
    tell(event) {
      for (const queue of queues) {
        if (queue.hook.events && !queue.hook.events.includes(event.name)) continue;
        const requestId = (lastRequestId += 1);
        const body = toBody(event, requestId);
        const sendAfter = async (before: Promise<void>): Promise<void> => {
          await before;
          const status = await deliver({ hook: queue.hook, subscriber, body });
          deliveries.push({ url: queue.hook.url, event: event.name, requestId, body, status });
        };
        queue.last = sendAfter(queue.last);
      }
    },
    async settled() {
      for (const queue of queues) {
        for (let seen; seen !== queue.last;) await (seen = queue.last);
      }
    },
  };
}

function toBody(event: RpmEvent, requestId: number): string {
  return JSON.stringify({
    RequestID: requestId,
    EventName: event.name,
    ObjectType: event.objectType,
    ObjectID: event.objectId,
    ParentType: event.parentType,
    ParentID: event.parentId,
    StatusID: event.statusId,
  });
}

async function deliver(parcel: {
  hook: RpmWebhook;
  subscriber: RpmSubscriber;
  body: string;
}): Promise<number> {
  const { hook, subscriber, body } = parcel;
  try {
    const answer = await fetch(hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'RPM-Webhook',
        'x-rpm-instance': subscriber.instance,
        'x-rpm-instanceid': String(subscriber.instanceId),
        'x-rpm-subscriber': subscriber.name,
        'x-rpm-signature': createHmac('sha256', hook.secret).update(body).digest('hex'),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
