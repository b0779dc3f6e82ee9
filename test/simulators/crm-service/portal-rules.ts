import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord, Value } from './crm-service-data.js';
import { CrmServiceError } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';
import type { Session } from './session.js';
import { textOf } from './text-of.js';

type Attributes = Record<string, Value>;

/** What the CRM refuses about portal users and registrations, whoever asks for it over the API. */
export function checkPortalWrite(
  session: Session,
  module: string,
  given: Attributes,
  before?: CrmRecord,
): void {
  const { state } = session;
  const refuse = (text: string): CrmServiceError =>
    new CrmServiceError(state.assumptions.validationStatus, text);
  const after = { ...before?.attributes, ...given };
  if (module === 'mass_event_registrations' && !before) {
    const event = state.find('mass_events', textOf(after['mass_event_id']));
    const isClosed = !!event && !isRegistrationOpen(event, state.now());
    if (isClosed && state.assumptions.registrationWindow === 'refused')
      throw refuse(TEXTS.registrationClosed);
  }
  if (module !== 'portal_users') return;
  // C-35: the right to set access hangs on the right to read the contact.
  session.get('contacts', textOf(after['contact_id']));
  if (after['active'] === true && !emailOf(state, after['contact_id']).isValid) throw refuse(TEXTS.noEmail);
  const profile = state.find('portal_profiles', textOf(after['profile_id']));
  if (profile && profile.attributes['portal_id'] !== after['portal_id']) throw refuse(TEXTS.foreignProfile);
  const isRepeated = state
    .all('portal_users')
    .some(
      ({ id, attributes }) =>
        id !== before?.id &&
        attributes['contact_id'] === after['contact_id'] &&
        attributes['portal_id'] === after['portal_id'],
    );
  if (isRepeated) throw refuse(TEXTS.repeatedPortalUser);
}

/** C-19, C-31: whoever becomes active is sent a password, by the portal's template. */
export function tellPortalUser(
  state: CrmServiceState,
  module: string,
  user: CrmRecord,
  before: CrmRecord | undefined,
): void {
  const wasActive = before?.attributes['active'] === true;
  if (module === 'portal_users' && user.attributes['active'] === true && !wasActive)
    sendPassword(state, user, 'credentials');
}

/** Makes a new password and mails it. */
export function sendPassword(state: CrmServiceState, user: CrmRecord, kind: 'credentials' | 'reset'): void {
  const portal = state.get('portals', textOf(user.attributes['portal_id']));
  const password = `pw-${user.id}-${state.data.mails.length + 1}`;
  state.data.passwords[user.id] = password;
  state.data.mails.push({
    at: state.now().toISOString(),
    to: emailOf(state, user.attributes['contact_id']).email,
    portalUserId: user.id,
    kind,
    template: textOf(portal.attributes[`${kind}_template`]),
    password,
  });
}

/** C-37; a time that is not set does not limit. */
export function isRegistrationOpen({ attributes }: CrmRecord, now: Date): boolean {
  const time = (key: string, ifAbsent: number): number =>
    attributes[key] ? Date.parse(textOf(attributes[key])) : ifAbsent;
  const opens = time('registration_start', Number.NEGATIVE_INFINITY);
  return opens <= now.getTime() && now.getTime() < time('registration_end', Number.POSITIVE_INFINITY);
}

export type SignIn =
  | { contactId: string; portalUserId: string; profileId: string | null; isAdmin: boolean }
  | { refused: 'unknown' | 'inactive' | 'portal inactive' | 'shared address' | 'wrong password' };

/** What the vendor's own portal says at its door: C-18, C-20, C-24b, C-30, C-33. No API does this. */
export function signInAtPortal(
  state: CrmServiceState,
  { portalId, login, password }: { portalId: string; login: string; password: string },
): SignIn {
  const wanted = normalise(login);
  const namesakes = state
    .all('portal_users')
    .filter(({ attributes }) => normalise(emailOf(state, attributes['contact_id']).email) === wanted);
  const active = namesakes.filter(({ attributes }) => attributes['active'] === true);
  const user = (active.length > 0 ? active : namesakes).find(
    (each) => each.attributes['portal_id'] === portalId,
  );
  if (!wanted || !user) return { refused: 'unknown' };
  if (active.length === 0) return { refused: 'inactive' };
  if (state.find('portals', portalId)?.attributes['active'] !== true) return { refused: 'portal inactive' };
  if (new Set(active.map(({ attributes }) => attributes['contact_id'])).size > 1)
    return { refused: 'shared address' };
  if (state.data.passwords[user.id] !== password) return { refused: 'wrong password' };
  const { contact_id: contactId, profile_id: profileId, is_admin: isAdmin } = user.attributes;
  return {
    contactId: textOf(contactId),
    portalUserId: user.id,
    profileId: textOf(profileId) || null,
    isAdmin: isAdmin === true,
  };
}

/** C-17. */
function emailOf(state: CrmServiceState, contactId: Value | undefined): { email: string; isValid: boolean } {
  const email = textOf(state.find('contacts', textOf(contactId))?.attributes['email']).trim();
  return { email, isValid: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) };
}

/** D1. */
function normalise(address: string): string {
  return address.trim().toLowerCase();
}
