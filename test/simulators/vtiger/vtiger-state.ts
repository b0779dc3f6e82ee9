import { ModuleTable } from './module-table.js';
import { idNumber, lastEntityId, toTime, type Row, type VtigerData, type VtigerUser } from './vtiger-data.js';

export type Flavour = 'corebos' | 'vtiger';

export interface Session {
  user: VtigerUser;
  startedAt: number;
  /** The code of the error its next use gets; set when staff end it. */
  ended?: string;
}

export interface Challenge {
  token: string;
  expires: number;
}

/** Trouble that lasts until it is switched off again (V-2). */
export interface Troubles {
  maintenance: boolean;
  databaseDown: boolean;
  phpDown: boolean;
  syncDies: boolean;
  restrictedFile: boolean;
}

/** How record numbers begin in a module that has no records yet. */
const usualPrefixes: Record<string, string> = {
  Accounts: 'ACC',
  Contacts: 'CON',
  Documents: 'DOC',
  Faq: 'FAQ',
  HelpDesk: 'TT',
  Invoice: 'INV',
  Leads: 'LEA',
  Potentials: 'POT',
  Products: 'PRO',
  Quotes: 'QUO',
  SalesOrder: 'SO',
};

/** Everything the server knows. */
export class VtigerState {
  readonly tables = new Map<string, ModuleTable>();
  readonly sessions = new Map<string, Session>();
  readonly challenges = new Map<string, Challenge>();
  readonly troubles: Troubles = {
    maintenance: false,
    databaseDown: false,
    phpDown: false,
    syncDies: false,
    restrictedFile: false,
  };
  readonly users: VtigerUser[];
  readonly comments: VtigerData['comments'];
  readonly relations: VtigerData['relations'];
  readonly files: VtigerData['files'];
  readonly lines: VtigerData['lines'];
  readonly passwords: VtigerData['passwords'];
  /** vtiger's duplicate check: module to the field that must be unique. */
  readonly unique = new Map<string, string>();
  tiePage = 100;
  url = '';
  private readonly prefixes = new Map<string, ModuleTable>();
  private lastId: number;
  private readonly lastNumbers = new Map<string, number>();

  constructor(
    data: VtigerData,
    readonly flavour: Flavour,
    readonly now: () => Date,
    users?: VtigerUser[],
  ) {
    for (const [name, module] of data.modules) {
      const table = new ModuleTable(module);
      this.tables.set(name, table);
      this.prefixes.set(module.description.idPrefix, table);
    }
    this.lastId = lastEntityId(data.modules);
    this.users = (users ?? data.users).map((user) => structuredClone(user));
    this.comments = [...data.comments];
    this.relations = new Map([...data.relations].map(([id, others]) => [id, [...others]]));
    this.files = new Map(data.files);
    this.lines = new Map(data.lines);
    this.passwords = new Map(data.passwords);
  }

  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  /** Now, as the web service writes times: UTC without a zone (V-5). */
  time(): string {
    return toTime(this.seconds());
  }

  tableOf(id: string): ModuleTable | undefined {
    return this.prefixes.get(id.slice(0, Math.max(0, id.indexOf('x'))));
  }

  find(id: string): Row | undefined {
    return this.tableOf(id)?.row(idNumber(id));
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** `CON71` after `CON70`: each module's own count, going on from its last record. */
  nextRecordNumber(table: ModuleTable, column: string): string {
    const last = table.row(table.ids.at(-1) ?? 0)?.[column];
    // A module whose records have no number does not begin to count (c047).
    if (last === '') return '';
    const usual = usualPrefixes[table.name] ?? '';
    const [, prefix = usual, digits = '0'] = /^(.*?)(\d+)$/.exec(last ?? '') ?? [];
    const next = (this.lastNumbers.get(table.name) ?? Number(digits)) + 1;
    this.lastNumbers.set(table.name, next);
    return `${prefix}${next}`;
  }
}
