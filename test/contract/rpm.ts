import { createHmac } from 'node:crypto';

import type { StartedVendor } from '../../core/conformance/testing.js';
import { UID } from '../simulators/rpm/process-template.js';
import { STORY_PASSWORD } from '../simulators/rpm/story-people.js';
import { startRpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';

const webhookSecret = 'a secret of the hooks';

/** RPM's story: a subscriber in which every rule of RPM's has somebody it happens to. */
export async function start(): Promise<StartedVendor> {
  const { url, apiKey, change, close } = await startRpmSimulator();
  return {
    url,
    settings: { url, apiKey, webhookSecret, visibleFields: { 12: { [UID.details]: 'edit' } } },
    close,
    change: {
      edit(stream, id) {
        if (stream === 'customers') change.editCustomer({ customerId: Number(id), website: 'new.example' });
        else if (stream === 'users') change.disableUser({ userId: Number(id) });
        // Archived forms do not change while they are (README): their stamp is one for all.
        else if (id === '31013') return false;
        else change.editForm({ formId: Number(id), fields: { [UID.details]: 'Called back' } });
      },
      remove(stream, id) {
        if (stream === 'customers') change.trashCustomer({ customerId: Number(id) });
        else if (stream === 'users') change.trashUser({ userId: Number(id) });
        else change.trashForm({ formId: Number(id) });
      },
    },
    commands: {
      'customer.create': { body: { name: 'Prairie Bakery' } },
      'customer.update': { id: '4021', body: { website: 'fibre.example' } },
      'contact.create': {
        body: { customer: '4021', firstName: 'Kim', lastName: 'Sato', email: 'kim@northwind.example' },
      },
      'contact.update': { id: '902', body: { customer: '4021', jobTitle: 'Chief' } },
      'contact.promote': { id: '902', body: { customer: '4021' } },
      'login.enable': { id: '70022', body: {} },
      'login.disable': { id: '70021', body: {} },
      'form.create': {
        body: {
          type: '12',
          customer: '4021',
          fields: { [UID.subject]: 'No tone', [UID.details]: 'Since noon' },
        },
      },
      'form.update': {
        id: '31007',
        body: { fields: { [UID.details]: 'It rains in' } },
        base: { type: '12' },
      },
      'form.delete': { id: '31008', body: {} },
      'form.comment': { id: '31007', body: { text: 'When will you come?' } },
      'participant.add': { id: '31015', body: { contact: '881', login: '70021' } },
      'file.add': {
        id: '31007',
        body: { name: 'note.txt', content: Buffer.from('a note').toString('base64') },
      },
    },
    file: {
      id: '8001',
      name: 'photo.txt',
      record: { module: 'form', id: '31007' },
      content: 'content of photo.txt',
    },
    hook: {
      bodies: [
        { RequestID: 1, EventName: 'customer.edit', ObjectType: 5, ObjectID: 4021 },
        {
          RequestID: 2,
          EventName: 'form.edit',
          ObjectType: 520,
          ObjectID: 31007,
          ParentType: 510,
          ParentID: 12,
        },
      ],
      sign: (body) => ({ 'x-rpm-signature': createHmac('sha256', webhookSecret).update(body).digest('hex') }),
    },
    login: { name: 'ada.moreau', password: STORY_PASSWORD },
    says: {
      expired: { body: JSON.stringify({ Result: { Error: 'Valid key required' } }) },
      limited: { body: JSON.stringify({ Result: { Error: { Message: 'API daily limit reached' } } }) },
    },
  };
}
