import { storeDocument } from './store-document.js';
import { idNumber, toSeconds, toTime, type Row } from './vtiger-data.js';
import type { Troubles, VtigerState } from './vtiger-state.js';
import { defaultValues } from './write-values.js';

/** What only the vendor's staff (or fate) can do. Each is also POST /_control/<name> with the same object. */
export interface StaffChanges {
  /** The portal tick and the support dates, `YYYY-MM-DD`; `password` is what authenticateContact takes. */
  setPortal(input: { contact: string; on: boolean; start?: string; end?: string; password?: string }): void;
  moveContact(input: { contact: string; account: string }): void;
  editRecord(input: { id: string; values: Row; modified?: string }): void;
  deleteRecord(input: { id: string }): void;
  restoreRecord(input: { id: string }): void;
  /** Returns the new id. Values are kept as given: no mandatory fields, no cutting. */
  createRecord(input: {
    module: string;
    values: Row;
    file?: { name: string; type: string; content: string };
  }): {
    id: string;
  };
  /** Sets the last change (now, if no time is given) of records, leaving the rest as it is: ties on demand (V-7). */
  touch(input: { ids: string[]; modified?: string }): void;
  addComment(input: { ticket: string; author: string; text: string; isPrivate?: boolean }): void;
  relate(input: { document: string; to: string[] }): void;
  /** `code` SESSION_EXPIRED (default), INVALID_SESSIONID or AUTHENTICATION_REQUIRED (V-1). */
  expireSessions(input?: { code?: string }): void;
  /** Makes the login tokens that were handed out old (c904). */
  expireTokens(): void;
  revokeUser(input: { user: string; active?: boolean }): void;
  setAccessKey(input: { user: string; accessKey: string }): void;
  setAdmin(input: { user: string; on: boolean }): void;
  setReadOnly(input: { user: string; on: boolean }): void;
  hideField(input: { user: string; module: string; field: string; on?: boolean }): void;
  denyModule(input: { user: string; module: string; on?: boolean }): void;
  /** The CRM's own maintenance mode: text with HTTP 200 (c901). */
  maintenance(input: { on: boolean }): void;
  /** HTTP 500 without a body (c907). */
  databaseDown(input: { on: boolean }): void;
  /** HTTP 502 (c909). */
  phpDown(input: { on: boolean }): void;
  /** sync answers HTTP 500 (V-8, c950). */
  syncDies(input: { on: boolean }): void;
  /** vtiger's text about a restricted file, with HTTP 200 (V-2). */
  restrictedFile(input: { on: boolean }): void;
  /** A field whose value may not come twice on create; none if left out. */
  refuseDuplicates(input: { module: string; field?: string }): void;
  /** After how many rows of an offset walk the order of ties turns round (V-7); 100 at first. */
  turnTies(input: { every: number }): void;
}

/** The changes staff can make to a running simulator's state. */
export function staffChanges(state: VtigerState): StaffChanges {
  const edit = (id: string, values: Row, modified = state.time()): void => {
    const row = state.find(id);
    const table = state.tableOf(id);
    if (!row || !table) throw new Error(`no record ${id}`);
    table.put({ ...row, ...values, modifiedtime: modified });
  };
  const user = (name: string): VtigerState['users'][number] => {
    const found = state.users.find((each) => each.name === name);
    if (!found) throw new Error(`no user ${name}`);
    return found;
  };
  const trouble =
    (name: keyof Troubles) =>
    ({ on }: { on: boolean }): void =>
      void (state.troubles[name] = on);

  return {
    setPortal({ contact, on, start, end, password }) {
      const dates = {
        ...(start === undefined ? {} : { support_start_date: start }),
        ...(end === undefined ? {} : { support_end_date: end }),
      };
      edit(contact, { portal: on ? '1' : '0', ...dates });
      state.passwords.set(contact, password ?? state.passwords.get(contact) ?? 'portal-password');
    },
    moveContact: ({ contact, account }) => edit(contact, { account_id: account }),
    editRecord: ({ id, values, modified }) => edit(id, values, modified),
    deleteRecord: ({ id }) => state.tableOf(id)?.remove(idNumber(id), state.seconds()),
    restoreRecord({ id }) {
      state.tableOf(id)?.restore(idNumber(id));
      edit(id, {});
    },
    createRecord({ module, values, file }) {
      const table = state.tables.get(module);
      if (!table) throw new Error(`no module ${module}`);
      const id = table.webId(state.nextId());
      const times = { createdtime: state.time(), modifiedtime: state.time() };
      const row = { ...defaultValues(state, table), assigned_user_id: '19x1', ...times, ...values, id };
      if (file) storeDocument(state, row, { filename: file });
      table.put(row);
      return { id };
    },
    touch({ ids, modified }) {
      for (const id of ids) edit(id, {}, modified && toTime(toSeconds(modified)));
    },
    addComment: (comment) => void state.comments.push({ ...comment, at: state.time() }),
    relate: ({ document, to }) => void state.relations.set(document, to),
    expireSessions(input) {
      for (const session of state.sessions.values()) session.ended = input?.code ?? 'SESSION_EXPIRED';
    },
    expireTokens() {
      for (const challenge of state.challenges.values()) challenge.expires = 0;
    },
    revokeUser: ({ user: name, active = false }) => void (user(name).active = active),
    setAccessKey: ({ user: name, accessKey }) => void (user(name).accessKey = accessKey),
    setAdmin: ({ user: name, on }) => void (user(name).isAdmin = on),
    setReadOnly: ({ user: name, on }) => void (user(name).readOnly = on),
    hideField({ user: name, module, field, on = true }) {
      const hidden = (user(name).hiddenFields ??= {});
      hidden[module] = switched(hidden[module], field, on);
    },
    denyModule({ user: name, module, on = true }) {
      const found = user(name);
      found.deniedModules = switched(found.deniedModules, module, on);
    },
    maintenance: trouble('maintenance'),
    databaseDown: trouble('databaseDown'),
    phpDown: trouble('phpDown'),
    syncDies: trouble('syncDies'),
    restrictedFile: trouble('restrictedFile'),
    refuseDuplicates({ module, field }) {
      if (field) state.unique.set(module, field);
      else state.unique.delete(module);
    },
    turnTies: ({ every }) => void (state.tiePage = every),
  };
}

function switched(list: string[] | undefined, name: string, on: boolean): string[] {
  const others = (list ?? []).filter((each) => each !== name);
  return on ? [...others, name] : others;
}
