import type { VtigerState } from './vtiger-state.js';

/** The contact whose portal sign-in this is, or false (c190, c191). */
export function authenticateContact(state: VtigerState, email: string, password: string): unknown {
  const id = portalContacts(state, email).find((each) => state.passwords.get(each) === password);
  return id ?? false;
}

/** Whether a portal user has this name (c192, c193). */
export function findByPortalUserName(state: VtigerState, username: string): unknown {
  return portalContacts(state, username).length > 0;
}

/** Portal users by e-mail: the tick must be on, and today inside the support dates. */
function portalContacts(state: VtigerState, email: string): string[] {
  const contacts = state.tables.get('Contacts');
  const today = state.time().slice(0, 10);
  if (!contacts || email === '') return [];
  return contacts
    .lookup('email', email)
    .filter((id) => {
      const { portal, support_start_date: start = '', support_end_date: end = '' } = contacts.row(id) ?? {};
      return portal === '1' && start <= today && (end === '' || today <= end);
    })
    .map((id) => contacts.webId(id));
}
