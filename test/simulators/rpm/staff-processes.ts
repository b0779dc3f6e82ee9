import { participantsChanged, tagCustomerUsers } from './participants.js';
import type { FieldSecurity, RpmProcess } from './rpm-process-data.js';
import { known, type RpmState } from './rpm-state.js';

/** Names a process. */
export interface OfProcess {
  processId: number;
}

/** What staff do in a process' setup (RPM-17, RPM-18, RPM-21, RPM-22). */
export function staffProcessChanges(state: RpmState) {
  const change = ({ processId }: OfProcess, to: Partial<RpmProcess>): void => {
    Object.assign(known(state.processes, processId, 'process'), to);
    for (const list of state.assumptions.processChangeRaises) state.raiseAge(list);
  };

  return {
    /** RPM-17: to customer users. */
    openProcess: (of: OfProcess) => change(of, { customerUsers: true }),
    closeProcess: (of: OfProcess) => change(of, { customerUsers: false }),
    enableProcess: (of: OfProcess) => change(of, { enabled: true }),
    disableProcess: (of: OfProcess) => change(of, { enabled: false }),
    /** What the API user may do, as a code of rpm.md §3.2; 0 and 1 hide the process. */
    setApiPermission: ({ processId, code }: OfProcess & { code: number }) =>
      change({ processId }, { permission: code }),
    /** RPM-18; nothing of it shows over the API. */
    setFieldSecurity(to: OfProcess & { uid: string; security: FieldSecurity }): void {
      const field = known(state.processes, to.processId, 'process').fields.find(({ uid }) => uid === to.uid);
      if (!field) throw new Error(`no field ${to.uid} in process ${to.processId}`);
      field.customerSecurity = to.security;
    },
    /** RPM-22: for every form saved from now on, or only for those in one status then. */
    startAutoAdd({ processId, whenStatusId }: OfProcess & { whenStatusId?: number }): void {
      known(state.processes, processId, 'process').autoAdd =
        whenStatusId === undefined ? {} : { whenStatusId };
    },
    stopAutoAdd({ processId }: OfProcess): void {
      delete known(state.processes, processId, 'process').autoAdd;
    },
    /** RPM-21: the wizard, over all forms that are not in the trash. */
    addAllParticipants({ processId }: OfProcess): { added: number } {
      known(state.processes, processId, 'process');
      let added = 0;
      for (const form of state.formsOfProcess.get(processId) ?? []) {
        const tagged = form.trashed ? 0 : tagCustomerUsers(state, form);
        if (tagged > 0) participantsChanged(state, form);
        added += tagged;
      }
      return { added };
    },
  };
}
