import { randomUUID } from 'node:crypto';

import type { ApptivoCase, ApptivoContact, ApptivoLogin } from './apptivo-data.js';
import { firstMail, type ApptivoState } from './apptivo-state.js';

export function loginOf(state: ApptivoState, contactId: number): ApptivoLogin | undefined {
  return state.data.logins.find((each) => each.contactId === contactId);
}

/** Back to the button "Enable Login": whatever the portal showed is gone at once (APT-6, APT-11). */
export function dropLogin(state: ApptivoState, contactId: number): void {
  state.data.logins = state.data.logins.filter((each) => each.contactId !== contactId);
}

/** Gives a contact another customer in its own record. */
export function moveContact(
  state: ApptivoState,
  contact: ApptivoContact,
  customerId: number | undefined,
): void {
  const { contactId, accountId: before } = contact;
  const { data, assumptions } = state;
  const isSame = (link: { contactId: number; customerId: number }): boolean =>
    link.contactId === contactId && link.customerId === customerId;
  data.links = data.links.filter((link) => !isSame(link));
  if (assumptions.moveKeepsOldLink && before !== undefined)
    data.links.push({ contactId, customerId: before });
  if (customerId === undefined) delete contact.accountId;
  else contact.accountId = customerId;
}

/** Sends (again) the invitation; nothing is visible before it is accepted (APT-8, APT-19). */
export function inviteContact(state: ApptivoState, contact: ApptivoContact): void {
  const { data } = state;
  const email = firstMail(contact);
  if (!data.firm.loginActions.enable) throw new Error('"Enable Login" is not switched on (APT-12)');
  if (!email) throw new Error('no login without an e-mail (APT-12)');
  if (contact.accountId === undefined) throw new Error('no login without a customer');
  dropLogin(state, contact.contactId);
  const { contactId, accountId: customerId } = contact;
  data.logins.push({ contactId, customerId, email, state: 'invited' });
  data.mails.push({ to: email, subject: `Invitation to the portal of ${data.firm.firmName}` });
}

/** The person follows the mail's link; someone known by this address keeps their password. */
export function acceptInvitation(state: ApptivoState, contactId: number, password: string): void {
  const login = loginOf(state, contactId);
  if (login?.state !== 'invited') throw new Error(`contact ${contactId} has no open invitation`);
  login.state = 'enabled';
  const { accounts } = state.data;
  if (!accounts.some(({ emailId }) => emailId === login.email))
    accounts.push({ emailId: login.email, password });
}

export function openSession(state: ApptivoState, of: { employeeId: number } | { contactId: number }): string {
  const key = `session-${randomUUID()}`;
  state.sessions.set(key, of);
  return key;
}

/** What Apptivo's own portal shows to a contact: cases of the customer that its login is tied to (APT-2, 9, 13). */
export function portalCases(state: ApptivoState, contactId: number): ApptivoCase[] {
  const { firm, cases } = state.data;
  const login = loginOf(state, contactId);
  const contact = state.contact(contactId);
  if (login?.state !== 'enabled' || !contact || contact.deleted) return [];
  if (firm.isCasesPortalEnabled === 'N' || !contact.appAccess.includes('Cases')) return [];
  const isOfChild = (id: number | undefined): boolean =>
    firm.portalEditAccessLevel === 'all' &&
    firm.portalIsParentCustomerVisibility === 'Y' &&
    state.customer(id)?.parentCustomerId === login.customerId;
  return cases.filter((each) => {
    if (each.deleted) return false;
    if (firm.portalViewAccessLevel === 'all')
      return each.caseCustomerId === login.customerId || isOfChild(each.caseCustomerId);
    return each.caseCustomerId === login.customerId && each.caseContactId === contactId;
  });
}
