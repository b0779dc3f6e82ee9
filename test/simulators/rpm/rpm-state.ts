import type { RpmAssumptions } from './rpm-assumptions.js';
import type {
  RpmAge,
  RpmContact,
  RpmCustomer,
  RpmData,
  RpmFile,
  RpmForm,
  RpmLink,
  RpmUser,
} from './rpm-data.js';
import { flagOf, type RpmInput } from './rpm-input.js';
import type { RpmProcess } from './rpm-process-data.js';
import type { RpmEvent } from './webhooks.js';

/** The endpoints of one subject, by RPM's own names; each answers what goes into `Result`. */
export type Endpoints = Record<string, (input: RpmInput) => object>;

/** Who makes a change. API edits reach webhooks only if the call asks for it (rpm.md §3.4). */
export interface Actor {
  name: string;
  tellsWebhooks: boolean;
}

export type IdKind = 'customer' | 'contact' | 'phone' | 'location' | 'user' | 'participant' | 'form' | 'file';

/** The lists that `Modified` names (rpm.md §3.3), besides `ProcessForms`, which it has once per process. */
const LISTS = `
  CustomerAndAliasList CustomerUsers ProcList ProcGroups ProcFields ProcFlow ProcTableFillsList ActionTypes
  Suppliers Agencies AgencyGroups AgentUsers StaffList StaffGroups Roles CommRunsInfo
`
  .trim()
  .split(/\s+/);

/** The data of a subscriber with the indexes that keep a call cheap at 10,000 customers and 100,000 forms. */
export class RpmState {
  readonly customers = new Map<number, RpmCustomer>();
  readonly contacts = new Map<number, RpmContact>();
  readonly users = new Map<number, RpmUser>();
  readonly processes = new Map<number, RpmProcess>();
  readonly forms = new Map<number, RpmForm>();
  readonly files = new Map<number, { form: RpmForm; file: RpmFile }>();
  readonly formsByAlternateId = new Map<string, RpmForm>();
  /** By `<process id>:<number>`. */
  readonly formsByNumber = new Map<string, RpmForm>();
  readonly formsOfProcess = new Map<number, RpmForm[]>();
  readonly linksOfCustomer = new Map<number, RpmLink[]>();
  readonly linksOfContact = new Map<number, RpmLink[]>();
  readonly usersOfContact = new Map<number, RpmUser[]>();
  private readonly usernames = new Map<string, RpmUser>();
  private readonly ages = new Map<string, RpmAge>();
  private readonly lastIds = new Map<IdKind, number>();

  constructor(
    readonly data: RpmData,
    readonly now: () => Date,
    readonly assumptions: RpmAssumptions,
    readonly tellWebhooks: (event: RpmEvent) => void,
  ) {
    for (const age of data.ages) this.ages.set(ageKey(age.type, age.id), age);
    for (const customer of data.customers) this.indexCustomer(customer);
    for (const contact of data.contacts) this.indexContact(contact);
    for (const link of data.links) this.indexLink(link);
    for (const user of data.users) this.indexUser(user);
    for (const process of data.processes) this.processes.set(process.processId, process);
    for (const form of data.forms) this.indexForm(form);
    for (const type of LISTS) if (!this.ages.has(type)) this.raiseAge(type);
    for (const id of this.processes.keys())
      if (!this.ages.has(ageKey('ProcessForms', id))) this.raiseAge('ProcessForms', id);
  }

  /** Raises a change token: the second of the change, or one more than last time within the same second. */
  raiseAge(type: string, id?: number): void {
    const seconds = Math.floor(this.now().getTime() / 1000);
    const known = this.ages.get(ageKey(type, id));
    if (known) {
      known.age = Math.max(seconds, known.age + 1);
      return;
    }
    const age: RpmAge = { type, ...(id === undefined ? {} : { id }), age: seconds };
    this.ages.set(ageKey(type, id), age);
    this.data.ages.push(age);
  }

  ageOf(type: string, id?: number): number {
    return this.ages.get(ageKey(type, id))?.age ?? 0;
  }

  /** The time of a change, apart from that of the change before by at least the second that RPM shows. */
  stamp(previous?: string): string {
    const now = this.now().getTime();
    if (previous === undefined || !this.assumptions.modifiedIsUnique) return new Date(now).toISOString();
    const next = (Math.floor(Date.parse(previous) / 1000) + 1) * 1000;
    return new Date(Math.max(now, next)).toISOString();
  }

  newId(kind: IdKind): number {
    const id = (this.lastIds.get(kind) ?? 0) + 1;
    this.lastIds.set(kind, id);
    return id;
  }

  userNamed(username: string): RpmUser | undefined {
    const user = this.usernames.get(username.toLowerCase());
    return user?.trashed ? undefined : user;
  }

  get apiUser(): RpmUser {
    return known(this.users, this.data.subscriber.apiUserId, 'user');
  }

  apiActor(input: RpmInput): Actor {
    return { name: this.apiUser.name, tellsWebhooks: flagOf(input['WebhookEvaluate']) ?? false };
  }

  indexCustomer(customer: RpmCustomer): void {
    this.customers.set(customer.customerId, customer);
    this.sawId('customer', customer.customerId);
    for (const { locationId } of customer.locations) this.sawId('location', locationId);
  }

  indexContact(contact: RpmContact): void {
    this.contacts.set(contact.contactId, contact);
    this.sawId('contact', contact.contactId);
    for (const { phoneNumberId } of contact.phones) this.sawId('phone', phoneNumberId);
  }

  indexLink(link: RpmLink): void {
    append(this.linksOfCustomer, link.customerId, link);
    append(this.linksOfContact, link.contactId, link);
  }

  indexUser(user: RpmUser): void {
    this.users.set(user.userId, user);
    this.usernames.set(user.username.toLowerCase(), user);
    this.sawId('user', user.userId);
    if (user.contactId !== undefined) append(this.usersOfContact, user.contactId, user);
  }

  indexForm(form: RpmForm): void {
    this.forms.set(form.formId, form);
    append(this.formsOfProcess, form.processId, form);
    if (form.alternateId) this.formsByAlternateId.set(form.alternateId, form);
    const numbered = `${form.processId}:${form.number}`;
    if (!this.formsByNumber.has(numbered)) this.formsByNumber.set(numbered, form);
    this.sawId('form', form.formId);
    for (const { participantId } of form.participants) this.sawId('participant', participantId);
    for (const file of form.files) this.indexFile(form, file);
  }

  indexFile(form: RpmForm, file: RpmFile): void {
    this.files.set(file.fileId, { form, file });
    this.sawId('file', file.fileId);
  }

  private sawId(kind: IdKind, id: number): void {
    if (id > (this.lastIds.get(kind) ?? 0)) this.lastIds.set(kind, id);
  }
}

/** Staff in the RPM pages: their changes always reach the webhooks. */
export const STAFF: Actor = { name: 'Sam Field', tellsWebhooks: true };

/** Finds what a staff change names, or says so; only the control path and tests come to hear this. */
export function known<T>(map: Map<number, T>, id: number, what: string): T {
  const found = map.get(id);
  if (!found) throw new Error(`no ${what} ${id}`);
  return found;
}

function append<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function ageKey(type: string, id?: number): string {
  return id === undefined ? type : `${type}:${id}`;
}
