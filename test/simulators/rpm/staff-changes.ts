import type { RpmState } from './rpm-state.js';
import { staffCustomerChanges } from './staff-customers.js';
import { staffFormChanges } from './staff-forms.js';
import { staffProcessChanges } from './staff-processes.js';
import { staffUserChanges } from './staff-users.js';
import { staffViews } from './staff-views.js';
import type { RpmWebhook, Webhooks } from './webhooks.js';

/** Everything staff do in RPM's own pages, one method each; the names are those of the control path. */
export type RpmStaffChanges = ReturnType<typeof createStaffChanges>;

/** Joins the staff's doings; each takes one plain object, so that it can come as JSON too. */
export function createStaffChanges(state: RpmState, webhooks: Webhooks) {
  return {
    ...staffCustomerChanges(state),
    ...staffUserChanges(state),
    ...staffProcessChanges(state),
    ...staffFormChanges(state),
    ...staffViews(state),
    /** Webhooks are set up by hand (rpm.md §3.4). */
    webhook: (hook: RpmWebhook): void => webhooks.add(hook),
  };
}
