import type { Answer, Call, Vendor } from '../simulator.js';

import type { Credentials } from './credentials.js';
import { editRecord } from './edit-record.js';
import { foundRecords, listAnswer, pageOf } from './list-answer.js';
import { OPENCRM_TEXTS } from './opencrm-assumptions.js';
import { OPENCRM_MODULES, type OpencrmModule } from './opencrm-data.js';
import { OpencrmError, refuse } from './opencrm-error.js';
import type { OpencrmState } from './opencrm-state.js';
import type { OpencrmTroubles } from './opencrm-troubles.js';
import { readForm } from './read-form.js';
import { basicRow, fullRow, singleRecord, userRow } from './record-wire.js';

type Form = ReadonlyMap<string, string>;
type Method = (form: Form) => Answer;

const BASE = '/api/rest/';

/** OpenCRM's whole API: RPC by POST under `/api/rest/`, its failures inside HTTP 200 (opencrm.md §3, §5). */
export function createOpencrmApi(
  state: OpencrmState,
  credentials: Credentials,
  troubles: OpencrmTroubles,
): Pick<Vendor, 'operation' | 'serve'> {
  const methods = new Map<string, Method>([
    ...OPENCRM_MODULES.flatMap((module) =>
      moduleMethods(state, module).map(([name, method]): [string, Method] => [
        name,
        (form) => (troubles.closed.has(module) ? refuse(OPENCRM_TEXTS.noPermission) : method(form)),
      ]),
    ),
    ...userMethods(state),
  ]);
  const methodOf = (name: string): Method | undefined => {
    const { editContractName } = state.assumptions;
    const isContract = name === 'edit_contract' || name === 'edit_contracts';
    return isContract && editContractName !== 'both' && name !== editContractName
      ? undefined
      : methods.get(name);
  };
  const operation = ({ url }: Call): string =>
    url.pathname.startsWith(BASE) ? url.pathname.slice(BASE.length) : url.pathname;

  async function serve(call: Call): Promise<Answer> {
    const hindered = troubles.hinder(call);
    if (hindered) return hindered;
    if (!call.url.pathname.startsWith(BASE)) return { status: 404, body: OPENCRM_TEXTS.notFoundPage };
    if (call.method !== 'POST') return { status: 405, json: { error: OPENCRM_TEXTS.notPost } };
    const form = await readForm(call, state.assumptions.multipart);
    const name = operation(call);
    try {
      if (name === 'login') return { json: loginAnswer(credentials.login(form)) };
      credentials.check(call.headers, form);
      const method = methodOf(name);
      if (method) return method(form);
      if (state.assumptions.unknownMethod === '404') return { status: 404, body: OPENCRM_TEXTS.notFoundPage };
      return refuse(OPENCRM_TEXTS.unknownMethod);
    } catch (error) {
      if (error instanceof OpencrmError) return { json: { error: error.message } };
      throw error;
    }
  }

  const loginAnswer = (accesskey: string): unknown =>
    state.assumptions.loginAnswer === 'object' ? { accesskey } : accesskey;

  return { operation, serve };
}

function moduleMethods(state: OpencrmState, module: OpencrmModule): [string, Method][] {
  const page = (form: Form) => pageOf(foundRecords(state, module, form), form, state.assumptions.pageMaximum);
  const edit: Method = (form) => editRecord(state, module, form);
  return [
    [`get_${module}_list_count`, (form) => countAnswer(state, foundRecords(state, module, form).length)],
    [
      `get_${module}_list`,
      (form) =>
        listAnswer(
          state,
          page(form).map((record) => basicRow(state, record)),
          'basic',
        ),
    ],
    [
      `get_${module}_list_full`,
      (form) =>
        listAnswer(
          state,
          page(form).map((record) => fullRow(state, record)),
          'full',
        ),
    ],
    [
      `get_${module}`,
      (form) => {
        const record = state.find(module, Number(form.get('crmid')));
        return record ? { json: singleRecord(state, record) } : unknownId(state);
      },
    ],
    [`edit_${module}`, edit],
    ...(module === 'contract' ? [['edit_contracts', edit] satisfies [string, Method]] : []),
    ...(module === 'contact'
      ? [1, 2].map((each): [string, Method] => [`edit_contact_custom${each}`, edit])
      : []),
  ];
}

/** Staff users; whether `query_string` works on them is unknown, so it counts for nothing. */
function userMethods(state: OpencrmState): [string, Method][] {
  const { users } = state.data;
  const page = (form: Form) => pageOf(users, form, state.assumptions.pageMaximum);
  const rows = (form: Form, id: 'id' | 'crmid') => page(form).map((user) => userRow(state, user, id));
  return [
    ['get_user_list_count', () => countAnswer(state, users.length)],
    ['get_user_list', (form) => listAnswer(state, rows(form, 'crmid'), 'basic')],
    ['get_user_list_full', (form) => listAnswer(state, rows(form, 'id'), 'full')],
    [
      'get_user_details',
      (form) => {
        const user = users.find(({ id }) => id === Number(form.get('crmid')));
        return user ? { json: userRow(state, user, 'crmid') } : unknownId(state);
      },
    ],
  ];
}

function countAnswer({ assumptions }: OpencrmState, count: number): Answer {
  return { json: assumptions.count === 'text' ? String(count) : count };
}

function unknownId({ assumptions }: OpencrmState): Answer {
  if (assumptions.unknownId === 'error') refuse(OPENCRM_TEXTS.notFound);
  return { json: assumptions.unknownId === 'array' ? [] : {} };
}
