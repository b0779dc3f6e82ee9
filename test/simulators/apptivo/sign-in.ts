import type { AppTable } from './app-table.js';
import { toWire } from './app-table.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { ApptivoAccount, ApptivoContact, ApptivoCustomer } from './apptivo-data.js';
import { ApptivoFailure, toText, type Params } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';
import { openSession } from './portal-access.js';
import { unknownReply } from './unknown-reply.js';

export interface SignInTables {
  customers: AppTable<ApptivoCustomer>;
  contacts: AppTable<ApptivoContact>;
}

/** Calls that take a person's password or session instead of the firm's keys, by `<path> <action>` (apptivo.md §3.3). */
export function signInCalls(
  state: ApptivoState,
  { customers, contacts }: SignInTables,
): Record<string, (params: Params) => unknown> {
  return {
    'portal/login login': (params) => portalLogin(state, params),
    /** An Apptivo account as such: it says nothing about a portal login. */
    'loginservlet login': (params) =>
      accountFor(state, params.text('emailId'), params.text('password'))
        ? { responseCode: 0 }
        : { responseCode: 1, responseMessage: ASSUMED_TEXTS.signIn },
    'login login': (params) => {
      const { firm } = state.data;
      const email = params.text('emailId');
      const employee = firm.employees.find((each) => isSame(each.email, email));
      if (!employee || !accountFor(state, email, params.text('password')) || !isFirm(state, params))
        throw new ApptivoFailure(ASSUMED_TEXTS.signIn);
      const authenticationKey = openSession(state, { employeeId: employee.employeeId });
      return { responseObject: { authenticationKey } };
    },
    'login forgotPassword': (params) => {
      const emailId = params.text('emailId');
      const account = state.data.accounts.find((each) => isSame(each.emailId, emailId));
      if (!account && state.assumptions.forgottenOfNobody === 'failure')
        throw new ApptivoFailure(ASSUMED_TEXTS.signIn);
      if (account) mailCode(state, account);
      return { results: 'success' };
    },
    'login updatePassword': (params) => {
      const account = state.data.accounts.find((each) => isSame(each.emailId, params.text('emailId')));
      if (!account?.resetCode || account.resetCode !== params.text('resetCode'))
        throw new ApptivoFailure(ASSUMED_TEXTS.resetCode);
      account.password = params.text('password');
      delete account.resetCode;
      return { results: 'success' };
    },
    'commonservlet savePasswordDetails': (params) => {
      const details = params.object('preferencesPasswordDetails');
      const account = accountFor(state, emailOf(state, params), toText(details['oldPsswd']));
      const wanted = toText(details['newPsswd']);
      if (!account || wanted.length < 7 || wanted !== details['confirmPsswd']) return { errorCode: 100 };
      account.password = wanted;
      return unknownReply(state, { results: 'success' });
    },
    'xinnect getContact': (params) =>
      unknownReply(state, toWire(state, contacts, sessionContact(state, params))),
    'carm getCustomer': (params) => {
      const customer = state.customer(sessionContact(state, params).accountId);
      if (!customer) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      return unknownReply(state, toWire(state, customers, customer));
    },
  };
}

/** Only an accepted login lets in; the reply itself says the one customer of the session (apptivo.md §3.3). */
function portalLogin(state: ApptivoState, params: Params): unknown {
  const email = params.text('userName');
  const account = accountFor(state, email, params.text('password'));
  const login = state.data.logins.find(
    (each) =>
      each.state === 'enabled' && isSame(each.email, email) && !state.contact(each.contactId)?.deleted,
  );
  if (!account || !login) {
    const { portalRefusal } = state.assumptions;
    if (portalRefusal === 'failure') throw new ApptivoFailure(ASSUMED_TEXTS.signIn);
    return {
      response: portalRefusal === 'null' ? null : { statusCode: 1, statusMessage: ASSUMED_TEXTS.signIn },
    };
  }
  return {
    response: {
      statusCode: 0,
      relatedContactId: login.contactId,
      relatedCustomerId: login.customerId,
      firmName: state.data.firm.firmName,
      responseObject: { authenticationKey: openSession(state, { contactId: login.contactId }) },
    },
  };
}

function accountFor(state: ApptivoState, email: string, password: string): ApptivoAccount | undefined {
  return state.data.accounts.find((each) => isSame(each.emailId, email) && each.password === password);
}

function mailCode(state: ApptivoState, account: ApptivoAccount): void {
  const code = String(100_000 + (state.data.mails.length + 1) * 37);
  account.resetCode = code;
  state.data.mails.push({ to: account.emailId, subject: 'Your code for a new password', code });
}

function sessionContact(state: ApptivoState, params: Params): ApptivoContact {
  const session = state.sessions.get(params.text('sessionKey'));
  const contact = session && 'contactId' in session ? state.contact(session.contactId) : undefined;
  if (!contact) throw new ApptivoFailure(ASSUMED_TEXTS.sessionKey);
  return contact;
}

function emailOf(state: ApptivoState, params: Params): string {
  const session = state.sessions.get(params.text('sessionKey'));
  if (!session) throw new ApptivoFailure(ASSUMED_TEXTS.sessionKey);
  if ('employeeId' in session)
    return state.data.firm.employees.find((each) => each.employeeId === session.employeeId)?.email ?? '';
  return state.data.logins.find((each) => each.contactId === session.contactId)?.email ?? '';
}

function isFirm({ data }: ApptivoState, params: Params): boolean {
  return params.text('firmId') === '' || params.number('firmId') === data.firm.firmId;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
