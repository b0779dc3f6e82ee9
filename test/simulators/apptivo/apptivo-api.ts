import type { Answer, Call } from '../simulator.js';

import { authorOf, type ApptivoKeys } from './api-access.js';
import { appCalls, type Action } from './app-calls.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type AppName } from './apptivo-data.js';
import { ApptivoFailure, Params } from './apptivo-input.js';
import type { ApptivoState } from './apptivo-state.js';
import { associationCalls } from './association-calls.js';
import { caseTable } from './cases.js';
import { contactTable } from './contacts.js';
import { customerTable } from './customers.js';
import { documentCalls, downloadAt } from './documents.js';
import { bulkPage } from './list-page.js';
import { newsfeedCalls, noteCalls } from './notes.js';
import { createPace } from './pace.js';
import { signInCalls } from './sign-in.js';

/** Which path leads where; the version is part of it (apptivo.md §2, §3). */
const PATHS: [RegExp, string][] = [
  [/^\/app\/dao\/v6\/(customers|contacts|cases|datamanagement|xinnect)$/, '$1'],
  [/^(?:\/app)?\/dao\/v5\/(carm)$/, '$1'],
  [/^\/app\/dao\/(note|newsfeed|document)$/, '$1'],
  [/^\/app\/(login|loginservlet|commonservlet)$/, '$1'],
  [/^\/portal\/login$/, 'portal/login'],
  [/^\/documents\//, 'download'],
];

export interface ApptivoApi {
  operation(call: Call): string;
  serve(call: Call): Answer;
}

/** Joins all calls behind keys, pace and the failures inside HTTP 200. */
export function createApptivoApi(state: ApptivoState, keys: ApptivoKeys): ApptivoApi {
  const [customers, contacts, cases] = [customerTable(state), contactTable(state), caseTable(state)];
  const services: Record<string, Record<string, Action>> = {
    customers: { ...appCalls(state, customers), ...associationCalls(state, contacts) },
    contacts: appCalls(state, contacts),
    cases: appCalls(state, cases),
    note: noteCalls(state),
    newsfeed: newsfeedCalls(state),
    document: documentCalls(state),
    datamanagement: {
      /** Without the searches' limit, for a session only (apptivo.md §3.4). */
      getAll(params) {
        const objectId = params.needed('objectId');
        if (objectId === OBJECT_ID.customers) return bulkPage(state, customers, params);
        if (objectId === OBJECT_ID.contacts) return bulkPage(state, contacts, params);
        if (objectId === OBJECT_ID.cases) return bulkPage(state, cases, params);
        throw new ApptivoFailure(ASSUMED_TEXTS.missing('objectId'));
      },
    },
  };
  const signIns = signInCalls(state, { customers, contacts });
  const isTooFast = createPace(state);

  const run = (service: string, params: Params): unknown => {
    const action = params.text('a');
    const signIn = signIns[`${service} ${action}`];
    if (signIn) return signIn(params);
    const author = authorOf(state, keys, params);
    const perform = services[service]?.[action];
    if (!perform) throw new ApptivoFailure(ASSUMED_TEXTS.action);
    if (state.data.firm.deniedApps.includes(appOf(service))) throw new ApptivoFailure(ASSUMED_TEXTS.denied);
    if (service === 'datamanagement' && !params.text('sessionKey'))
      throw new ApptivoFailure(ASSUMED_TEXTS.sessionKey);
    const result = perform(params, author);
    if (!action.startsWith('get')) state.changed();
    return result;
  };

  return {
    operation(call) {
      const service = serviceAt(call.url.pathname) ?? call.url.pathname;
      const action = new Params(call).text('a');
      return action ? `${service}.${action}` : service;
    },
    serve(call) {
      if (state.maintenance) return page(503, 'Apptivo is being updated.');
      const service = serviceAt(call.url.pathname);
      if (service === undefined) return page(404, 'The requested resource is not available.');
      if (service === 'download') return downloadAt(state, call.url.pathname) ?? page(404, 'No such file.');
      const { rate, downloadUrl } = state.assumptions;
      try {
        if (isTooFast()) {
          if (rate?.answer === '429') return page(429, 'Too many requests.');
          if (rate?.answer === 'page') return page(200, 'Please try again later.');
          throw new ApptivoFailure(ASSUMED_TEXTS.tooMany);
        }
        const json = run(service, new Params(call));
        return typeof json === 'string' && downloadUrl === 'text'
          ? { body: json, headers: { 'content-type': 'text/plain;charset=UTF-8' } }
          : { json, headers: { 'content-type': 'application/json;charset=UTF-8' } };
      } catch (error) {
        if (!(error instanceof ApptivoFailure)) throw error;
        const json = { status: 'FAILURE', reason: error.message };
        return { status: state.assumptions.failureStatus, json };
      }
    },
  };
}

/** Notes and documents are those of cases. */
function appOf(service: string): AppName {
  return service === 'customers' || service === 'contacts' ? service : 'cases';
}

function serviceAt(pathname: string): string | undefined {
  for (const [path, service] of PATHS) {
    const found = path.exec(pathname);
    if (found) return service.replace('$1', found[1] ?? '');
  }
  return undefined;
}

function page(status: number, text: string): Answer {
  return { status, body: `<!DOCTYPE html><html><body><p>${text}</p></body></html>` };
}
