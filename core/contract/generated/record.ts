// Made from schemas/record.json by `npm run generate`; a test fails when the two differ.

/**
 * A canonical work item as a plugin's map yields it. Participants, contacts, parents, comments, files and lines, where given, replace the set held.
 */
export interface RecordData {
  /**
   * What narrows the module: a process, a case type.
   */
  type?: string;
  number?: string;
  subject?: string;
  status?: string;
  statusGroup?: 'open' | 'closed';
  /**
   * Vendor id of the customer.
   */
  customer?: string;
  owner?: Owner;
  /**
   * When the vendor made it.
   */
  createdAt?: string;
  /**
   * When the vendor last changed it.
   */
  changedAt?: string;
  /**
   * Other dates by name; a moment, or a day in the connection's zone.
   */
  dates?: {
    [k: string]: string;
  };
  /**
   * Minor units of the currency.
   */
  amount?: number;
  currency?: string;
  folder?: string;
  /**
   * The vendor's own tick for its portal.
   */
  portalVisible?: boolean;
  /**
   * The vendor shows it to everybody.
   */
  public?: boolean;
  /**
   * Nothing of it can be changed any more (an archived form).
   */
  readOnly?: boolean;
  body?: string;
  /**
   * Custom fields by the vendor's own name: text, numbers, booleans, or lists of text.
   */
  fields?: {
    [k: string]: string | number | boolean | string[];
  };
  /**
   * Contacts the record is about or from.
   *
   * @maxItems 5000
   *
   * Items: Vendor id.
   */
  contacts?: string[];
  /**
   * @maxItems 5000
   */
  participants?: Participant[];
  /**
   * @maxItems 1000
   */
  parents?: Parent[];
  /**
   * @maxItems 10000
   */
  comments?: Comment[];
  /**
   * @maxItems 10000
   */
  files?: FileEntry[];
  /**
   * @maxItems 10000
   */
  lines?: Line[];
}
export interface Owner {
  name?: string;
  email?: string;
}
/**
 * A contact tied to one record by name, so that they may see it. Given by contact or by login.
 */
export interface Participant {
  /**
   * Vendor id of the contact.
   */
  contact?: string;
  /**
   * Vendor id of the login, where the vendor names participants by it.
   */
  login?: string;
  /**
   * Where the vendor says it; one named by a login that Portico knows is a customer.
   */
  kind?: 'customer' | 'staff' | 'agent';
  name?: string;
}
export interface Parent {
  module:
    | 'ticket'
    | 'form'
    | 'invoice'
    | 'quote'
    | 'salesOrder'
    | 'project'
    | 'document'
    | 'faq'
    | 'event'
    | 'opportunity'
    | 'product'
    | 'priceBook'
    | 'workOrder'
    | 'location'
    | 'report'
    | 'link';
  /**
   * Vendor id.
   */
  id: string;
}
export interface Comment {
  /**
   * The vendor's id; without one the engine counts.
   */
  id?: string;
  text: string;
  /**
   * Internal comments never leave core.
   */
  visibility: 'public' | 'internal';
  author?: string;
  /**
   * Vendor id of the contact who wrote it.
   */
  authorContact?: string;
  /**
   * When it was written.
   */
  at?: string;
}
export interface FileEntry {
  /**
   * The vendor's id of the file.
   */
  id: string;
  name: string;
  /**
   * Bytes.
   */
  size?: number;
  contentType?: string;
  folder?: string;
  visibility?: 'public' | 'internal';
  addedBy?: string;
  /**
   * When it was added.
   */
  at?: string;
}
export interface Line {
  /**
   * Vendor id of the product.
   */
  product?: string;
  text?: string;
  quantity?: number;
  /**
   * Minor units.
   */
  unitPrice?: number;
  /**
   * Minor units.
   */
  amount?: number;
  /**
   * Percent.
   */
  taxRate?: number;
}
