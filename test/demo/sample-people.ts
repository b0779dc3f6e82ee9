/** Somebody of the made-up companies who gets a sign-in. */
export interface SamplePerson {
  email: string;
  /** The connections that invite them, each of which knows a contact of this address. */
  at: readonly string[];
  /** By connection, the contact that is meant where several have this address. */
  contacts?: Readonly<Record<string, string>>;
}

/** Everybody's, so that whoever tries the demo can be anybody. */
export const demoPassword = 'walnut-kettle-27';

/** People with different rights, some known to several CRMs under one address. */
export const samplePeople: readonly SamplePerson[] = [
  // Primary contact of one company at RPM; a contact of another at vtiger. At CRM-service an admin with a narrow
  // profile: Carla is her colleague there, and no invoices are shown (D2). At Apptivo hers is a parent company, whose
  // people see the cases of its child (APT-13).
  { email: 'ada@northwind.example', at: ['rpm', 'vtiger', 'opencrm', 'crm-service', 'apptivo', 'mobiwork'] },
  // Of three companies at RPM (RPM-1).
  { email: 'carla.diaz@northwind.example', at: ['rpm', 'vtiger', 'opencrm', 'crm-service', 'mobiwork'] },
  // Takes part in a form of a company that is not his (RPM-20).
  { email: 'farid@harbour.example', at: ['rpm'] },
  // Left every company, and still takes part in a form.
  { email: 'jan@northwind.example', at: ['rpm'] },
  // RPM has locked her sign-in: accepted here, and still nothing to see (RPM-19).
  { email: 'edith@lodz.example', at: ['rpm'] },
  { email: 'nora.lindqvist@aurora.example', at: ['apptivo', 'rpm', 'vtiger'] },
  { email: 'mateus.silva@harbourfoods.example', at: ['rpm', 'vtiger'] },
  { email: 'yuki.tanaka@lantern.example', at: ['crm-service', 'rpm', 'vtiger'] },
  { email: 'elodie.martin@juniper.example', at: ['rpm', 'vtiger'] },
  // Known to both, invited by one: the other CRM's records join only with its own invitation.
  { email: 'ola.kowalska@quarrysteel.example', at: ['rpm'] },
  { email: 'tariq.haddad@meridian.example', at: ['vtiger'] },
  { email: 'person67@people.example', at: ['vtiger'] },
  // At OpenCRM every component, and may sign (O-46), and shares her address with a lead; a lead with Helpdesk alone (O-06).
  { email: 'priya@harbourlight.example', at: ['opencrm'], contacts: { opencrm: '48213' } },
  { email: 'yara@newfound.example', at: ['opencrm'] },
  // One contact at two portals of CRM-service, by two profiles.
  { email: 'olli@reseller.example', at: ['crm-service'] },
  // A profile of own requests and products, without the invoices of her company (C-29).
  { email: 'aino@rantapuu.example', at: ['crm-service'] },
  // Listed by two customers of Apptivo, and sees the cases of his own (APT-3, APT-9).
  { email: 'harry@porter.example', at: ['apptivo'] },
  // Of the child company: its own cases alone.
  { email: 'ben@northwind.example', at: ['apptivo'] },
  // At MobiWork Admin of a company, and Billing with Reports at the same one (M-16, M-17, M-18).
  { email: 'lena@riverside.example', at: ['mobiwork'] },
  { email: 'una.both@mobi.example', at: ['mobiwork'] },
];
