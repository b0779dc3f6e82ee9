import { createHmac, timingSafeEqual } from 'node:crypto';

import { codec, Mismatch, type Webhooks } from 'portico/contract';

import type { RpmSettings } from './settings.js';

const hook = codec.object({
  EventName: codec.required(codec.text),
  ObjectID: codec.required(codec.id),
  ParentID: codec.id,
});

/** Hints with ids only, signed by lower-case hex HMAC-SHA256 of the raw body (rpm.md §3.4). */
export const webhooks: Webhooks<RpmSettings> = {
  verify({ headers, body, settings: { webhookSecret } }) {
    const given = headers['x-rpm-signature'];
    if (!webhookSecret || typeof given !== 'string') return false;
    const signature = Buffer.from(createHmac('sha256', webhookSecret).update(body).digest('hex'));
    const claimed = Buffer.from(given);
    return claimed.length === signature.length && timingSafeEqual(claimed, signature);
  },
  events(body, { facts }) {
    const event = readHook(body);
    if (!event) return [];
    const { EventName, ObjectID: id, ParentID: process } = event;
    if (EventName.startsWith('customer.')) return [{ stream: 'customers', id }];
    const known = facts.modules['form']?.types?.some((type) => type.id === process);
    return EventName.startsWith('form.') && known ? [{ stream: `form.${process ?? ''}`, id }] : [];
  },
};

/** A hint that cannot be read is no hint: the next run finds the change. */
function readHook(body: unknown) {
  try {
    return hook.decode(body, '');
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}
