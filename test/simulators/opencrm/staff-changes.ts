import type { Credentials, OpencrmKeys } from './credentials.js';
import type { OpencrmAssumptions } from './opencrm-assumptions.js';
import type { OpencrmModule, OpencrmUser } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';
import type { OpencrmTroubles } from './opencrm-troubles.js';
import { staffPeopleChanges } from './staff-people.js';
import { staffRecordChanges } from './staff-records.js';

/** Everything the tenant's staff and OpenCRM's support do; the names are those of the control path. */
export type OpencrmStaffChanges = ReturnType<typeof createStaffChanges>;

interface Parts {
  state: OpencrmState;
  credentials: Credentials;
  troubles: OpencrmTroubles;
}

/** Joins the staff's doings; each takes one plain object, so that it can come as JSON too. */
export function createStaffChanges({ state, credentials, troubles }: Parts) {
  return {
    ...staffRecordChanges(state),
    ...staffPeopleChanges(state),
    setUserStatus({ id, status }: Pick<OpencrmUser, 'id' | 'status'>): void {
      const user = state.data.users.find((each) => each.id === id);
      if (!user) throw new Error(`there is no user ${id}`);
      user.status = status;
    },
    /** Support turns the tenant's API on or off (opencrm.md §2). */
    setApi: ({ enabled }: { enabled: boolean }): void => void (credentials.enabled = enabled),
    /** The caller's address leaves the allow-list, or comes back to it. */
    setAddress: ({ allowed }: { allowed: boolean }): void => void (credentials.addressAllowed = allowed),
    /** New keys; the old ones and every access key end. */
    replaceKeys(keys: OpencrmKeys): void {
      credentials.keys = { ...keys };
      credentials.forgetAccessKeys();
    },
    /** The API account loses a module, or gets it back. */
    setModule({ module, open }: { module: OpencrmModule; open: boolean }): void {
      if (open) troubles.closed.delete(module);
      else troubles.closed.add(module);
    },
    forgetAccessKeys: (): void => credentials.forgetAccessKeys(),
    troubleOn: ({ status = 503 }: { status?: number } = {}): void => void (troubles.outage = status),
    troubleOff: (): void => void (troubles.outage = undefined),
    /** Turns switches of `OpencrmAssumptions`, for a simulator in another process. */
    assume: (switches: Partial<OpencrmAssumptions>): void => void Object.assign(state.assumptions, switches),
  };
}
