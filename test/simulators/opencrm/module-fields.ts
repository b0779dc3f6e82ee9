import type { OpencrmModule } from './opencrm-data.js';

/** What is known, or taken to be so, about a module's wire. */
export interface ModuleFields {
  /** `record_module`; only HelpDesk was seen, the others are vtiger's names for the same. */
  recordModule: string;
  /** Every field of the full answer, in order (opencrm.md §3, "Field names per module"). */
  full: readonly string[];
  /** Which of them the short list has: not documented, so ours. */
  basic: readonly string[];
  /** What carries the record's state. */
  status: string;
}

const MAILING = words('mailingstreet mailingstreet2 mailingcity mailingstate mailingzip mailingcountry');
const OTHER = words('otherstreet otherstreet2 othercity otherstate otherzip othercountry');
const PORTAL = words('portal login password portal_islocked');
const SALES_ADDRESS = words(
  'bill_street bill_city bill_code bill_country ship_street ship_city ship_code ship_country',
);
const TOTALS = words('subtotal total taxtype currency_id');

/** The fields of all modules; names are uneven on purpose (`contactid` here, `contact_id` there). */
export const MODULE_FIELDS: Record<OpencrmModule, ModuleFields> = {
  contact: fields('Contacts', 'firstname lastname email phone accountid', 'contacttype', [
    ...words('firstname lastname accountid title department contacttype leadsource email email2'),
    ...words('phone mobile homephone'),
    ...MAILING,
    ...OTHER,
    ...words('reportsto folder do_not_email tps fps'),
    ...PORTAL,
    ...words('canesign support_start_date support_end_date contactdetails_tags'),
  ]),
  lead: fields('Leads', 'firstname lastname company email phone', 'leadstatus', [
    ...words('firstname lastname company email phone mobile designation leadsource leadstatus leadtype'),
    ...words('industry rating lane lane2 city state code country website dob'),
    ...PORTAL,
    'leaddetails_tags',
  ]),
  company: fields('Accounts', 'accountname account_type email1 phone website', 'account_type', [
    ...words('accountname account_type industry ownership rating parentid email1 email2 phone website'),
    ...words('street bill_street_2 city state code country billemail'),
    ...words('ship_street ship_street_2 ship_city ship_state ship_code ship_country'),
    ...words('reg_street reg_street_2 reg_city reg_state reg_code reg_country'),
    ...words('vatnumber vatexempt def_currency pricebook credit_limit'),
    ...words('outstanding_balance due_balance overdue_balance account_tags'),
  ]),
  ticket: fields('HelpDesk', 'title status priority contactid parent_id', 'status', [
    ...words('title status priority severity category support_queue contactid parent_id extra_parent_id'),
    ...words('contractid projectid product_id single_asset_id solution tech_solution closedon closedby'),
    ...words('openedby cost_net cost_gross showonportal email_to sent_to_support_email'),
    ...words('troubletickets_tags actionplan_id emailplan reassigned_date'),
  ]),
  project: fields('Project', 'name projectnum projectstatus accountid contactid', 'projectstatus', [
    ...words('name projectnum projecttype projectstatus projpriority accountid contactid salesorder_id'),
    ...words('parent_id startdate enddate targetend budget active private showonportal showdocsonportal'),
  ]),
  quote: fields('Quotes', 'subject quotestage account_id contact_id', 'quotestage', [
    ...words('subject quotestage quotetype account_id contact_id potential_id validtill'),
    ...SALES_ADDRESS,
    ...TOTALS,
    ...words('terms_conditions showonportal'),
  ]),
  salesorder: fields('SalesOrder', 'subject sostatus account_id contact_id', 'sostatus', [
    ...words('subject sostatus customerno account_id contact_id quote_id potential_id duedate'),
    ...SALES_ADDRESS,
    ...TOTALS,
    ...words('terms_conditions salesorder_tags showonportal'),
  ]),
  invoice: fields('Invoice', 'subject invoicestatus account_id contact_id', 'invoicestatus', [
    ...words('subject invoicestatus customerno account_id contact_id salesorder_id potential_id'),
    ...words('invoicedate duedate paiddate'),
    ...SALES_ADDRESS,
    ...TOTALS,
    ...words('terms_conditions invoice_tags showonportal'),
  ]),
  purchaseorder: fields('PurchaseOrder', 'subject purchaseorder_no postatus vendor_id', 'postatus', [
    ...words('subject purchaseorder_no postatus vendor_id contact_id duedate issue_date'),
    ...TOTALS,
  ]),
  product: fields('Products', 'productname productcode unit_price', 'product_status', [
    ...words('productname productcode productcategory product_status discontinued unit_price buy_price'),
    ...words('qtyinstock vendor_id'),
  ]),
  opportunity: fields('Potentials', 'potentialname sales_stage accountid', 'sales_stage', [
    ...words('potentialname sales_stage amount probability closingdate accountid contactid'),
  ]),
  activity: fields('Calendar', 'subject taskstatus date_start', 'taskstatus', [
    ...words('subject taskstatus taskpriority date_start due_date duration_hours parent_id contact_id'),
    ...words('accountid single_asset_id category tasklist showonportal sendnotification'),
  ]),
  // No status field is known for these two.
  asset: fields('Assets', 'account_id contact_id product_id', '', words('account_id contact_id product_id')),
  contract: fields(
    'ServiceContracts',
    'contact_id contracttype',
    '',
    words('contact_id salesorder_id contracttype cost_net cost_gross'),
  ),
};

/** Fields that name another record; `0` where there is none. */
export const REFERENCES = new Set(
  words(
    'accountid account_id contactid contact_id parentid parent_id extra_parent_id contractid projectid ' +
      'product_id single_asset_id salesorder_id quote_id potential_id vendor_id reportsto actionplan_id currency_id',
  ),
);

/** `0` or `1`. */
export const FLAGS = new Set(
  words(
    'portal portal_islocked canesign showonportal showdocsonportal do_not_email tps fps vatexempt active ' +
      'private discontinued sendnotification sent_to_support_email',
  ),
);

function fields(recordModule: string, basic: string, status: string, full: readonly string[]): ModuleFields {
  return { recordModule, basic: words(basic), status, full };
}

function words(text: string): string[] {
  return text.split(' ');
}
