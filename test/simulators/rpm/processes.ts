import { FIELD_CODES } from './field-values.js';
import { openProcessOf } from './permission.js';
import { refuse } from './rpm-error.js';
import { idOf, requireKey, type RpmInput } from './rpm-input.js';
import type { RpmField, RpmProcess } from './rpm-process-data.js';
import type { Endpoints, RpmState } from './rpm-state.js';

/** Category of views on customers (rpm.md §3.2); the simulated subscriber has none of its own. */
const CUSTOMER_VIEWS = 5;

/** The templates that forms follow (rpm.md §3.2). Security per kind of user is not among it (RPM-18). */
export function processEndpoints(state: RpmState): Endpoints {
  const byId = (input: RpmInput): RpmProcess => {
    requireKey(input, 'ProcessID');
    return openProcessOf(state, input);
  };
  return {
    Procs() {
      // Hidden and disabled processes are in the list too (rpm.md §9).
      const rows = state.data.processes.map((process) => ({
        ProcessID: process.processId,
        Process: process.name,
        Enabled: process.enabled,
        Permission: process.permission,
      }));
      return { Procs: rows };
    },
    ProcSecurity(input) {
      const { processId, agentUsers, customerUsers, rolesAndGroups } = byId(input);
      return {
        ProcessID: processId,
        AgentUsers: agentUsers,
        CustomerUsers: customerUsers,
        RolesAndGroups: rolesAndGroups.map((id) => ({ ID: id })),
      };
    },
    ProcFields(input) {
      return { Process: toTemplate(byId(input)) };
    },
    ProcViews(input) {
      if (idOf(input['ViewCategory']) === CUSTOMER_VIEWS) return { Views: [] };
      const views = byId(input).views.map(({ viewId, name, isShared }) => ({
        ID: viewId,
        Name: name,
        IsShared: isShared,
      }));
      return views.length > 0 ? { Views: views } : refuse('View not found');
    },
  };
}

function toTemplate({ processId, name, title, fields, statuses }: RpmProcess): object {
  return {
    ProcessID: processId,
    Process: name,
    Title: { FieldOne: title.fieldOne, FieldTwo: title.fieldTwo, IncludeNumber: title.includeNumber },
    FieldGroups: [{ ID: processId * 10, Name: 'General', Effect: 0, Type: 0, SpecificID: 0, Value1: '' }],
    Fields: fields.map((field) => toField(field, processId)),
    StatusLevels: statuses.map(({ id, text }) => ({ ID: id, Text: text })),
  };
}

/** `UserCanEdit` and `IsRequiredForUser` speak of the API user, not of customer users (rpm.md §3.2). */
function toField({ uid, name, kind, options, required }: RpmField, processId: number): object {
  const { fieldType, subType, format } = FIELD_CODES[kind];
  return {
    Name: name,
    Uid: uid,
    FieldType: fieldType,
    SubType: subType,
    FormatType: format,
    IsRequiredForUser: required ?? false,
    UserCanEdit: true,
    IsRepeating: false,
    Options: (options ?? []).map((text) => ({ Text: text, IsLabel: false })),
    FieldGroupID: processId * 10,
    Rows: [],
  };
}
