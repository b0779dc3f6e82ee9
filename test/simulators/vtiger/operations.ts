import { describe, listTypes } from './describe.js';
import { authenticateContact, findByPortalUserName } from './portal.js';
import { relatedRecords, setRelation } from './related.js';
import { massRetrieve, pdfOf, retrieve, retrieveAttachment, retrieveFiles } from './retrieve.js';
import { runQuery, type Outcome } from './run-query.js';
import { extendSession, getChallenge, login, logout, openSession } from './sessions.js';
import { sync } from './sync.js';
import { queriedModule } from './vtql-parser.js';
import { PhpFatal, VtigerError } from './vtiger-error.js';
import type { Session, VtigerState } from './vtiger-state.js';
import { addComment, create, massCreate, remove, revise, update, upsert } from './write-records.js';

type Form = Record<string, string>;
type Operation = (state: VtigerState, session: Session, form: Form) => unknown;

const both: Record<string, Operation> = {
  logout: (state, _, { sessionName = '' }) => logout(state, sessionName),
  extendsession: (state, session, { sessionName = '' }) => extendSession(state, sessionName, session),
  listtypes: (state, session) => listTypes(state, session),
  describe: (state, session, { elementType = '' }) => describe(state, session, elementType),
  retrieve: (state, session, { id = '' }) => retrieve(state, session, id),
  create: (state, session, { elementType = '', element }) => create(state, session, elementType, element),
  update: (state, session, { element }) => update(state, session, element),
  revise: (state, session, { element }) => revise(state, session, element),
  delete: (state, session, { id = '' }) => remove(state, session, id),
  sync: (state, session, { modifiedTime = '', elementType }) =>
    sync(state, session, modifiedTime, elementType),
};

const corebosOnly: Record<string, Operation> = {
  upsert: (state, session, form) => upsert(state, session, form),
  MassRetrieve: (state, session, { ids = '' }) => massRetrieve(state, session, ids),
  MassCreate: (state, session, { elements = '[]' }) => massCreate(state, session, elements),
  getRelatedRecords: (state, session, form) => relatedRecords(state, session, form),
  addTicketFaqComment: (state, session, { id = '', values }) => addComment(state, session, id, values),
  retrievedocattachment: (state, session, { id = '' }) => retrieveAttachment(state, session, id),
  getpdfdata: (state, session, { id = '' }) => pdfOf(state, session, id),
  SetRelation: (state, session, form) =>
    setRelation(state, session, form['relate_this_id'] ?? '', form['with_these_ids'] ?? ''),
  authenticateContact: (state, _, { email = '', password = '' }) =>
    authenticateContact(state, email, password),
  findByPortalUserName: (state, _, { username = '' }) => findByPortalUserName(state, username),
};

const vtigerOnly: Record<string, Operation> = {
  files_retrieve: (state, session, { id = '' }) => retrieveFiles(state, session, id),
};

/** Does what a call asks for; what goes wrong is thrown as a VtigerError or a PhpFatal. */
export function runOperation(state: VtigerState, form: Form): Outcome {
  const { operation = '', username = '', sessionName } = form;
  if (operation === 'getchallenge') return { result: getChallenge(state, username) };
  if (operation === 'login') return { result: login(state, username, form['accessKey'] ?? '') };
  const known = { ...both, ...(state.flavour === 'vtiger' ? vtigerOnly : corebosOnly) };
  const run = Object.hasOwn(known, operation) ? known[operation] : undefined;
  if (!run && operation !== 'query') {
    if (state.flavour === 'vtiger') throw new PhpFatal();
    throw new VtigerError('UNKNOWN_OPERATION', 'Unknown operation requested');
  }
  const session = openSession(state, sessionName);
  return run ? { result: run(state, session, form) } : runQuery(state, session, form['query'] ?? '');
}

/** The name a call has in the log: the operation, and the module it is about if it has one. */
export function operationName({ operation = '', elementType, query, relatedModule }: Form): string {
  const module = operation === 'query' ? queriedModule(query ?? '') : (elementType ?? relatedModule);
  return module ? `${operation} ${module}` : operation || 'no operation';
}
