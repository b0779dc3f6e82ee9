import type { ApptivoAssumptions } from './apptivo-assumptions.js';
import type {
  ApptivoCase,
  ApptivoContact,
  ApptivoCustomer,
  ApptivoData,
  ApptivoRow,
  Choice,
} from './apptivo-data.js';

/** Who does something: an employee of the firm, or a contact who is signed in to the portal. */
export interface Author {
  objectId: number;
  refId: number;
  name: string;
}

/** The firm's records, with what is worked out of them kept until the next change. */
export class ApptivoState {
  /** Keys of sessions, and of whom each is. */
  readonly sessions = new Map<string, { employeeId: number } | { contactId: number }>();
  /** Parts of download addresses, and the document each opens. */
  readonly passes = new Map<string, number>();
  maintenance = false;
  private readonly worked = new Map<string, unknown>();
  private lastId: number;

  constructor(
    readonly data: ApptivoData,
    readonly now: () => Date,
    readonly assumptions: ApptivoAssumptions,
  ) {
    const { customers, contacts, cases, notes, documents } = data;
    this.lastId = [
      ...customers.map(({ customerId }) => customerId),
      ...contacts.map(({ contactId }) => contactId),
      ...cases.map(({ caseId }) => caseId),
      ...notes.map(({ noteId }) => noteId),
      ...documents.map(({ documentId }) => documentId),
    ].reduce((most, id) => Math.max(most, id), 1000);
  }

  newId(): number {
    return (this.lastId += 1);
  }

  time(): string {
    return this.now().toISOString();
  }

  /** What `make` makes of the records, made once between two changes. */
  derived<T>(name: string, make: () => T): T {
    if (!this.worked.has(name)) this.worked.set(name, make());
    return this.worked.get(name) as T;
  }

  /** To be called after every change. */
  changed(): void {
    this.worked.clear();
  }

  touch(row: ApptivoRow, by: string): void {
    row.lastUpdateDate = this.time();
    row.lastUpdatedByName = by;
  }

  newRow(by: string): ApptivoRow {
    const time = this.time();
    return {
      creationDate: time,
      createdByName: by,
      lastUpdateDate: time,
      lastUpdatedByName: by,
      customAttributes: [],
    };
  }

  customer(id: number | undefined): ApptivoCustomer | undefined {
    return this.byId('customers', this.data.customers, (each) => each.customerId).get(id);
  }

  contact(id: number | undefined): ApptivoContact | undefined {
    return this.byId('contacts', this.data.contacts, (each) => each.contactId).get(id);
  }

  case(id: number | undefined): ApptivoCase | undefined {
    return this.byId('cases', this.data.cases, (each) => each.caseId).get(id);
  }

  /** Everyone associated with a customer: by the contact's own record or besides. */
  contactsOf(customerId: number): ApptivoContact[] {
    const lists = this.derived('contactsOf', () => {
      const found = new Map<number, Set<ApptivoContact>>();
      const add = (id: number | undefined, contact: ApptivoContact | undefined): void => {
        if (id === undefined || !contact || contact.deleted) return;
        found.set(id, (found.get(id) ?? new Set()).add(contact));
      };
      for (const contact of this.data.contacts) add(contact.accountId, contact);
      for (const link of this.data.links) add(link.customerId, this.contact(link.contactId));
      return found;
    });
    return [...(lists.get(customerId) ?? [])];
  }

  private byId<R>(name: string, rows: R[], idOf: (row: R) => number): Map<number | undefined, R> {
    return this.derived(`${name} by id`, () => new Map(rows.map((row) => [idOf(row), row])));
  }
}

export function nameOf(choices: Choice[], id: number): string | undefined {
  return choices.find((each) => each.id === id)?.name;
}

export function fullName({ firstName, lastName }: ApptivoContact): string {
  return firstName ? `${firstName} ${lastName}` : lastName;
}

export function firstMail({ emailAddresses }: ApptivoContact): string {
  return emailAddresses[0]?.emailAddress ?? '';
}
