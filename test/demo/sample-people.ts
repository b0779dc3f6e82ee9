/** Somebody of the made-up companies who gets a sign-in. */
export interface SamplePerson {
  email: string;
  /** The connections that invite them, each of which knows a contact of this address. */
  at: readonly string[];
}

/** Everybody's, so that whoever tries the demo can be anybody. */
export const demoPassword = 'walnut-kettle-27';

/** People with different rights, some known to several CRMs under one address. */
export const samplePeople: readonly SamplePerson[] = [
  // Primary contact of one company at RPM; a contact of another at vtiger. At Apptivo hers is a parent company, whose
  // people see the cases of its child (APT-13).
  { email: 'ada@northwind.example', at: ['apptivo', 'rpm', 'vtiger'] },
  // Of three companies at RPM (RPM-1).
  { email: 'carla.diaz@northwind.example', at: ['rpm', 'vtiger'] },
  // Takes part in a form of a company that is not his (RPM-20).
  { email: 'farid@harbour.example', at: ['rpm'] },
  // Left every company, and still takes part in a form.
  { email: 'jan@northwind.example', at: ['rpm'] },
  // RPM has locked her sign-in: accepted here, and still nothing to see (RPM-19).
  { email: 'edith@lodz.example', at: ['rpm'] },
  { email: 'nora.lindqvist@aurora.example', at: ['apptivo', 'rpm', 'vtiger'] },
  { email: 'mateus.silva@harbourfoods.example', at: ['rpm', 'vtiger'] },
  { email: 'yuki.tanaka@lantern.example', at: ['rpm', 'vtiger'] },
  { email: 'elodie.martin@juniper.example', at: ['rpm', 'vtiger'] },
  // Known to both, invited by one: the other CRM's records join only with its own invitation.
  { email: 'ola.kowalska@quarrysteel.example', at: ['rpm'] },
  { email: 'tariq.haddad@meridian.example', at: ['vtiger'] },
  { email: 'person67@people.example', at: ['vtiger'] },
  // Listed by two customers of Apptivo, and sees the cases of his own (APT-3, APT-9).
  { email: 'harry@porter.example', at: ['apptivo'] },
  // Of the child company: its own cases alone.
  { email: 'ben@northwind.example', at: ['apptivo'] },
];
