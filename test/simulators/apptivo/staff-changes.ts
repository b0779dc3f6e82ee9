import type { ApptivoKeys } from './api-access.js';
import type { AppName, ApptivoFirm } from './apptivo-data.js';
import type { ApptivoState } from './apptivo-state.js';
import { loginOf, portalCases } from './portal-access.js';
import { staffCaseChanges } from './staff-cases.js';
import { staffPeopleChanges, type Known, type OfContact } from './staff-people.js';

/** Everything staff do in Apptivo's own pages, one method each; the names are those of the control path. */
export type ApptivoStaffChanges = ReturnType<typeof changesOf>;

/** Joins the staff's doings; each takes one plain object, so that it can come as JSON too. */
export function createStaffChanges(state: ApptivoState, keys: ApptivoKeys): ApptivoStaffChanges {
  const changes = changesOf(state, keys);
  const entries = Object.entries(changes).map(([name, change]) => [
    name,
    (input: never) => {
      const result: unknown = change(input);
      state.changed();
      return result;
    },
  ]);
  return Object.fromEntries(entries) as ApptivoStaffChanges;
}

function changesOf(state: ApptivoState, keys: ApptivoKeys) {
  const { firm } = state.data;
  const known: Known = {
    customer: (id) => orThrow(state.customer(id), `no customer ${id}`),
    contact: (id) => orThrow(state.contact(id), `no contact ${id}`),
  };

  return {
    ...staffPeopleChanges(state, known),
    ...staffCaseChanges(state, known),
    /** What the contact's page and Apptivo's own portal show of a contact's access. */
    portalOf({ contactId }: OfContact): { login: string; caseIds: number[] } {
      return {
        login: loginOf(state, contactId)?.state ?? 'none',
        caseIds: portalCases(state, contactId).map(({ caseId }) => caseId),
      };
    },
    /** Settings of the Cases app (APT-13), and the firm's date format and zone. */
    setFirm: (
      to: Partial<
        Pick<
          ApptivoFirm,
          | 'dateFormat'
          | 'zone'
          | 'isCasesPortalEnabled'
          | 'portalViewAccessLevel'
          | 'portalEditAccessLevel'
          | 'portalIsParentCustomerVisibility'
        >
      >,
    ): void => void Object.assign(firm, to),
    /** Takes an app from the API user, or gives it back. */
    denyApps: ({ apps }: { apps: AppName[] }): void => void (firm.deniedApps = [...apps]),
    revokeKeys: (): void => void (keys.revoked = true),
    restoreKeys: (): void => void (keys.revoked = false),
    expireSessions: (): void => state.sessions.clear(),
    setMaintenance: ({ on }: { on: boolean }): void => void (state.maintenance = on),
  };
}

function orThrow<T>(found: T | undefined, problem: string): T {
  if (found === undefined) throw new Error(problem);
  return found;
}
