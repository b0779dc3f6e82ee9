import type { ApptivoFirm, LayoutAttribute } from './apptivo-data.js';

/** Prairie Care Desk, whose zone is India's though it writes its days as Americans do (apptivo.md §5). */
export const STORY_FIRM: ApptivoFirm = {
  firmId: 40_771,
  firmName: 'Prairie Care Desk',
  dateFormat: 'MM/dd/yyyy',
  zone: 'Asia/Kolkata',
  employees: [
    { employeeId: 18_801, name: 'Sam Field', email: 'sam.field@caredesk.example' },
    { employeeId: 18_802, name: 'Tess Rivera', email: 'tess.rivera@caredesk.example' },
  ],
  customerStatuses: choices(20_000, 'Active', 'Former'),
  contactStatuses: choices(10_000, 'Active', 'Inactive'),
  caseStatuses: choices(101, 'New', 'Open', 'Waiting for customer', 'Closed'),
  caseTypes: choices(11, 'Issue', 'Question', 'Feature request'),
  casePriorities: choices(1, 'Low', 'Medium', 'High'),
  // APT-17: cases made in the portal carry a source of their own.
  caseSources: choices(31, 'Phone', 'Email', 'Portal'),
  layout: {
    customers: [
      attribute('customer_name_attr', 'Customer', 'customerName'),
      attribute('customer_status_attr', 'Status', 'statusName'),
      attribute('customer_website_attr', 'Website', 'website'),
      attribute('custom_51001', 'Region', 'select_51001', ['West', 'East']),
    ],
    contacts: [
      attribute('contact_first_attr', 'First Name', 'firstName'),
      attribute('contact_last_attr', 'Last Name', 'lastName'),
      attribute('contact_job_attr', 'Job Title', 'jobTitle'),
      attribute('contact_customer_attr', 'Customer', 'accountName'),
    ],
    cases: [
      attribute('case_number_attr', 'Case #', 'caseNumber'),
      attribute('case_summary_attr', 'Summary', 'caseSummary'),
      attribute('case_status_attr', 'Status', 'caseStatus'),
      attribute('case_type_attr', 'Type', 'caseType'),
      attribute('case_priority_attr', 'Priority', 'casePriority'),
      attribute('custom_52001', 'Serial number', 'input_52001'),
      attribute('custom_52002', 'Installed on', 'date_52002'),
      attribute('custom_52003', 'Site', 'select_52003', ['Halifax', 'Łódź']),
    ],
  },
  isCasesPortalEnabled: 'Y',
  portalViewAccessLevel: 'all',
  portalEditAccessLevel: 'contacts',
  portalIsParentCustomerVisibility: 'N',
  loginActions: { enable: true, disable: true },
  deniedApps: [],
};

function choices(first: number, ...names: string[]) {
  return names.map((name, place) => ({ id: first + place, name }));
}

function attribute(
  attributeId: string,
  label: string,
  tagName: string,
  options: string[] = [],
): LayoutAttribute {
  const items = options.map((name, place) => ({ id: `${attributeId}_${place + 1}`, name }));
  return { attributeId, label, tagName, ...(items.length > 0 && { options: items }) };
}
