/** The texts of a contact, in the order of mobiwork.md §3; the login's secret among them, in clear (§6). */
export const CONTACT_TEXTS = [
  'firstName',
  'lastName',
  'title',
  'email',
  'phoneNumber',
  'altPhoneNumber',
  'phoneExt',
  'altPhoneExt',
  'fax',
  'pin',
] as const;

export const PERMISSIONS = ['billing', 'reports', 'createWorkOrder', 'editContact'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface MobiworkContact extends Record<(typeof CONTACT_TEXTS)[number], string | null> {
  contactId: number;
  /** A third number is mentioned in the help pages (M-28); its name on the wire was not found. */
  thirdPhone: string | null;
  enabled: boolean;
  admin: boolean;
  permissions: Record<Permission, boolean>;
}

export const ADDRESS_TEXTS = ['name', 'address1', 'address2', 'city', 'state', 'zipCode'] as const;

export interface MobiworkAddress extends Record<(typeof ADDRESS_TEXTS)[number], string | null> {
  addressId: number;
}

export interface CustomField {
  apiName: string;
  index: number;
  value: string | null;
}

/** Days are `2025-06-03`, moments ISO 8601 in UTC, here and below; what the wire makes of them is elsewhere. */
export interface MobiworkCustomer {
  mobiworkCustomerId: number;
  externalCustomerId: string | null;
  companyName: string | null;
  fromDate: string;
  closingDate: string | null;
  type: 'RESIDENTIAL' | 'BUSINESS';
  category: string | null;
  statusId: number | null;
  enabled: boolean;
  assignedTo: number | null;
  createdBy: number | null;
  prospectFlag: boolean;
  taxable: boolean;
  /** The first one is the main address. */
  addresses: MobiworkAddress[];
  primaryContactId: number | null;
  contacts: MobiworkContact[];
  customFields: CustomField[];
  /** A customer may be a child of another (M-09); its name on the wire was not found. */
  parentId: number | null;
}

export interface Schedule {
  userId: number;
  date: string;
  time: string;
  duration: number;
}

export interface MobiworkWorkOrder {
  mobiworkWorkOrderId: number;
  externalId: string | null;
  customerId: number;
  description: string | null;
  workOrderTypeId: number | null;
  status: 'OPEN' | 'ASSIGNED' | 'CLOSED';
  customStatusId: number | null;
  addressId: number | null;
  createdDate: string;
  createdBy: number;
  customFields: CustomField[];
  schedules: Schedule[];
}

/** What invoices and estimates have in common: the same family of filters works on both. */
export interface BillingRow {
  externalId: string | null;
  description: string | null;
  status: string;
  customerId: number;
  category: string | null;
  createdDate: string;
  dueDate: string | null;
  integrationStatus: string | null;
}

export interface MobiworkInvoice extends BillingRow {
  invoiceId: number;
  balance: string;
  comments: string | null;
  createdBy: number;
  assignedTo: number | null;
  locationId: number | null;
}

export interface MobiworkEstimate extends BillingRow {
  mobiworkEstimateId: number;
  categoryId: number | null;
}

export const PRODUCT_TEXTS = [
  'externalId',
  'name',
  'description',
  'type',
  'price',
  'cost',
  'quantity',
  'sku',
  'modelNumber',
] as const;
export const PRODUCT_FLAGS = ['hasSerialNumbers', 'priceIncludesTax', 'taxable'] as const;

export interface MobiworkProduct
  extends
    Record<(typeof PRODUCT_TEXTS)[number], string | null>,
    Record<(typeof PRODUCT_FLAGS)[number], boolean> {
  mobiworkProductId: number;
  tax: string | null;
  category: string | null;
  disabled: boolean;
}

export interface MobiworkPayment {
  paymentId: number;
  status: string;
  amount: string;
  createdBy: number;
  createdDate: string;
  externalId: string | null;
  invoiceId: number;
  paymentDate: string;
  paymentReference: string | null;
  paymentType: string;
}

export interface MobiworkUser {
  mobiworkUserId: number;
  firstName: string;
  lastName: string;
  active: boolean;
  globalAdmin: boolean;
}

/** Anything with further fields that nothing else hangs on: a recurrent service, a filled form. */
export interface LooseRow {
  id: number;
  customerId: number | null;
  fields: Record<string, string | null>;
}

export interface FilledForm extends LooseRow {
  formFields: Record<string, string | null>[];
}

export interface Choice {
  id: number;
  name: string;
}

export interface MobiworkTenant {
  clientId: number;
  apiLoginId: string;
  apiPassword: string;
  /** Settings → Connectors → REST API (§2). */
  connectorOn: boolean;
  zone: string;
  workOrderTypes: Choice[];
  workOrderStatuses: Choice[];
  customerStatuses: Choice[];
}

export interface MobiworkData {
  tenant: MobiworkTenant;
  users: MobiworkUser[];
  customers: MobiworkCustomer[];
  workOrders: MobiworkWorkOrder[];
  invoices: MobiworkInvoice[];
  estimates: MobiworkEstimate[];
  products: MobiworkProduct[];
  payments: MobiworkPayment[];
  recurrentServices: LooseRow[];
  forms: FilledForm[];
  /** Credentials that staff sent by e-mail (M-27). */
  mails: { to: string; contactId: number; pin: string }[];
}
