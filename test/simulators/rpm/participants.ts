import { customerIdOf } from './field-values.js';
import type { RpmForm, RpmUser } from './rpm-data.js';
import { known, type RpmState } from './rpm-state.js';
import { emailOfUser, userOfContact } from './user-changes.js';

/** Adds a user to a form and mails customer users about it; says whether that was news. */
export function addParticipant(state: RpmState, form: RpmForm, user: RpmUser): boolean {
  if (form.participants.some(({ userId }) => userId === user.userId)) return false;
  form.participants.push({ participantId: state.newId('participant'), userId: user.userId });
  if (user.kind === 'customer') {
    state.data.mails.push({
      at: state.now().toISOString(),
      to: emailOfUser(state, user),
      userId: user.userId,
      kind: 'participant',
      formId: form.formId,
    });
  }
  return true;
}

/** Takes a user off a form; only staff can (rpm.md §3.2). Says whether there was one to take off. */
export function removeParticipant(state: RpmState, form: RpmForm, user: RpmUser): boolean {
  const index = form.participants.findIndex(({ userId }) => userId === user.userId);
  if (index < 0) return false;
  form.participants.splice(index, 1);
  participantsChanged(state, form);
  return true;
}

/** A change of participants is a change of the form, but no event of any webhook (rpm.md §3.4). */
export function participantsChanged(state: RpmState, form: RpmForm): void {
  form.modified = state.stamp(form.modified);
  state.raiseAge('ProcessForms', form.processId);
}

/** RPM-19: a customer user takes part only while enabled; a locked one counts as not enabled (rpm.md §9). */
export function mayParticipate(user: RpmUser): boolean {
  return !user.trashed && (user.kind !== 'customer' || (user.enabled && !user.locked));
}

/** RPM-21, RPM-22: adds every enabled customer user of the form's customer, if the process is open to them. */
export function tagCustomerUsers(state: RpmState, form: RpmForm): number {
  const process = known(state.processes, form.processId, 'process');
  const customerId = customerIdOf(process, form);
  if (!process.customerUsers || customerId === undefined) return 0;
  let added = 0;
  for (const { contactId } of state.linksOfCustomer.get(customerId) ?? []) {
    const user = userOfContact(state, contactId);
    if (user && mayParticipate(user) && addParticipant(state, form, user)) added += 1;
  }
  return added;
}
