import type { ApiToken, ExternalLink, ProfilePermissions, Rights, Value } from './crm-service-data.js';
import type { CrmServiceState } from './crm-service-state.js';
import { permissionsOf } from './profile-records.js';
import { sendPassword, signInAtPortal, tellPortalUser, type SignIn } from './portal-rules.js';
import { textOf } from './text-of.js';

/** What the vendor's staff, its workflows and its own portal do, by name; POST /_control/<name> is the same. */
export type CrmServiceStaffChanges = ReturnType<typeof createStaffChanges>;

/** Each takes one plain object, so that it can come as JSON too. Keys are the state's, not the wire's. */
export function createStaffChanges(state: CrmServiceState) {
  return {
    add: (input: { module: string; attributes: Record<string, Value> }): { id: string } => ({
      id: state.insert(input.module, input.attributes).id,
    }),
    edit: (input: { module: string; id: string; attributes: Record<string, Value> }): void =>
      void state.edit(input.module, input.id, input.attributes),
    remove: (input: { module: string; id: string }): void => state.remove(input.module, input.id),
    moveContact: (input: { contactId: string; accountId: string | null }): void =>
      void state.edit('contacts', input.contactId, { account_id: input.accountId }),
    /** C-20 to C-24: the three settings on the contact's card; a contact who is no portal user becomes one. */
    setPortalUser: (input: {
      contactId: string;
      portalId?: string;
      active?: boolean;
      isAdmin?: boolean;
      profileId?: string | null;
    }): { id: string } => {
      const { contactId, portalId = '1', active, isAdmin, profileId } = input;
      state.get('contacts', contactId);
      const before = state
        .all('portal_users')
        .find(
          ({ attributes }) => attributes['contact_id'] === contactId && attributes['portal_id'] === portalId,
        );
      const attributes = {
        ...(active !== undefined && { active }),
        ...(isAdmin !== undefined && { is_admin: isAdmin }),
        ...(profileId !== undefined && { profile_id: profileId }),
      };
      const former = structuredClone(before);
      const user = before
        ? state.edit('portal_users', before.id, attributes)
        : state.insert('portal_users', {
            contact_id: contactId,
            portal_id: portalId,
            active: false,
            is_admin: false,
            ...attributes,
          });
      tellPortalUser(state, 'portal_users', user, former);
      return { id: user.id };
    },
    /** C-34: a workflow takes or gives access, of many at once. */
    runAccessWorkflow: (input: { contactIds: string[]; access: 'on' | 'off' | 'removed' }): void => {
      for (const { id, attributes } of state.all('portal_users')) {
        if (!input.contactIds.includes(textOf(attributes['contact_id']))) continue;
        if (input.access === 'removed') state.remove('portal_users', id);
        else state.edit('portal_users', id, { active: input.access === 'on' });
      }
    },
    resetPassword: (input: { portalUserId: string }): void =>
      sendPassword(state, state.get('portal_users', input.portalUserId), 'reset'),
    setPassword: (input: { portalUserId: string; password: string }): void =>
      void (state.data.passwords[state.get('portal_users', input.portalUserId).id] = input.password),
    /** C-16, C-30. */
    setPortal: (input: { portalId: string; active?: boolean; links?: ExternalLink[] }): void =>
      void state.edit('portals', input.portalId, {
        ...(input.active !== undefined && { active: input.active }),
        ...(input.links && { external_links: input.links }),
      }),
    /** C-26 to C-28, C-32: what is given replaces what the profile said about it. */
    setProfile: (input: { profileId: string } & Partial<ProfilePermissions>): void => {
      const { profileId, ...given } = input;
      const { attributes } = state.get('portal_profiles', profileId);
      const permissions = { ...permissionsOf(attributes['permissions']), ...given };
      state.edit('portal_profiles', profileId, { permissions });
    },
    /** Publishes a document with a record, or takes it back. */
    linkRecords: (input: { left: string; right: string; linked: boolean }): void => {
      const { left, right, linked } = input;
      state.data.links = state.data.links.filter((pair) => !(pair.includes(left) && pair.includes(right)));
      if (linked) state.data.links.push([left, right]);
    },
    /** C-36: staff invite whoever they like, at any time. */
    inviteToEvent: (input: { eventId: string; contactId: string }): { id: string } => ({
      id: state.insert('mass_event_registrations', {
        mass_event_id: state.get('mass_events', input.eventId).id,
        contact_id: state.get('contacts', input.contactId).id,
        registration_status: 'Invited',
      }).id,
    }),
    /** What the CRM user behind a token may no longer do, or may again. */
    setRights: (input: { userId: string } & Partial<Rights>): void => {
      const rights = { ...state.rightsOf(input.userId), ...input };
      state.data.rights = [...state.data.rights.filter(({ userId }) => userId !== input.userId), rights];
      state.forget();
    },
    issueToken: (token: ApiToken): void => void state.data.tokens.push({ ...token }),
    revokeToken: (input: { token: string }): void => {
      for (const each of state.data.tokens) if (each.token === input.token) each.revoked = true;
    },
    setTrouble: (input: { kind: 'none' | 'maintenance' | 'databaseDown' }): void =>
      void (state.trouble.kind = input.kind),
    /** The vendor's own portal at its door, to compare with. */
    signInAtPortal: (input: { portalId: string; login: string; password: string }): SignIn =>
      signInAtPortal(state, input),
  };
}
