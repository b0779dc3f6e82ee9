import { mix } from './crowd-values.js';
import { toTime, type Row, type VtigerData } from './vtiger-data.js';

export interface CrowdOptions {
  accounts: number;
  contacts: number;
  tickets: number;
  invoices: number;
  seed: number;
  /** People who are contacts here too, under the same e-mail as in another CRM. */
  sharedPeople?: readonly { firstName: string; lastName: string; email: string }[];
  /** Nothing is changed after this; the changes lie in the 600 days before. */
  until?: Date;
}

export type CrowdModule = 'Accounts' | 'Contacts' | 'HelpDesk' | 'Invoice';

const DAY = 86_400;
const FIRST_ID = 10_001;
const LAST_CHANGE = new Date('2026-08-24T00:00:00Z');

/** What all made-up records share: how many there are, where their ids begin, when they changed. */
export class CrowdFrame {
  readonly counts: Record<CrowdModule, number>;
  private readonly first: Record<CrowdModule, number>;
  private readonly prefixes: Record<CrowdModule, string>;
  private readonly beginning: number;

  constructor(
    readonly options: CrowdOptions,
    private readonly recorded: VtigerData,
  ) {
    const { accounts, contacts, tickets, invoices, until = LAST_CHANGE } = options;
    this.counts = { Accounts: accounts, Contacts: contacts, HelpDesk: tickets, Invoice: invoices };
    this.first = {
      Accounts: FIRST_ID,
      Contacts: FIRST_ID + accounts,
      HelpDesk: FIRST_ID + accounts + contacts,
      Invoice: FIRST_ID + accounts + contacts + tickets,
    };
    const prefix = (module: CrowdModule): string =>
      `${recorded.modules.get(module)?.description.idPrefix ?? ''}x`;
    this.prefixes = {
      Accounts: prefix('Accounts'),
      Contacts: prefix('Contacts'),
      HelpDesk: prefix('HelpDesk'),
      Invoice: prefix('Invoice'),
    };
    this.beginning = Math.floor(until.getTime() / 1000) - 600 * DAY;
  }

  /** A recorded record, for the columns and for what need not differ. */
  template(module: CrowdModule): Row {
    const rows = this.recorded.modules.get(module)?.rows;
    return rows?.row(rows.ids[0] ?? 0) ?? {};
  }

  firstId(module: CrowdModule): number {
    return this.first[module];
  }

  idOf(module: CrowdModule, index: number): string {
    return `${this.prefixes[module]}${this.first[module] + index}`;
  }

  /** The index of some record of a module, or undefined if it has none. */
  someOf(module: CrowdModule, index: number, salt: number): number | undefined {
    return this.counts[module] === 0 ? undefined : this.random(index, salt) % this.counts[module];
  }

  accountOf(index: number): string {
    const account = this.someOf('Accounts', index, 10);
    return account === undefined ? '' : this.idOf('Accounts', account);
  }

  random(index: number, salt: number): number {
    return mix(this.options.seed, index, salt);
  }

  /** Every thousand contacts hold an import of 150 that were changed in one second (V-7). */
  changedAt(module: CrowdModule, index: number): number {
    const imported = module === 'Contacts' && index % 1000 < 150;
    const seconds = imported
      ? this.random(Math.floor(index / 1000), 90)
      : this.random(this.first[module] + index, 91);
    return this.beginning + (seconds % (600 * DAY));
  }

  times(module: CrowdModule, index: number): Row {
    const modified = this.changedAt(module, index);
    const age = this.random(index, 11) % (300 * DAY);
    return { createdtime: toTime(modified - age), modifiedtime: toTime(modified) };
  }

  day(index: number, salt: number, later = 0): string {
    return toTime(this.beginning + ((this.random(index, salt) % 600) + later) * DAY).slice(0, 10);
  }
}
