import { recordModules } from '../../records/row-tables.js';

const verbs = ['create', 'update', 'delete', 'comment', 'sign', 'pay', 'register'];

/** Every operation that policy, API and audit have a word for. */
export const actionNames: ReadonlySet<string> = new Set([
  ...['customer', 'contact', ...recordModules].flatMap((subject) =>
    verbs.map((verb) => `${subject}.${verb}`),
  ),
  'contact.promote',
  'contact.move',
  'login.enable',
  'login.disable',
  'participant.add',
  'participant.remove',
  'file.add',
  'file.get',
]);
