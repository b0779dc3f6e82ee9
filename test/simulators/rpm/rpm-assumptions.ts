/**
 * Every choice this simulator makes where rpm.md says [A], [I] or "not found". A connector has to survive all
 * the values, so each is a switch that a test can turn (rpm.md §9).
 */
export interface RpmAssumptions {
  /** What an edit of a contact raises: the customers' `Modified` and the list's age, the age alone, nothing. */
  contactEditRaises: 'modified' | 'age' | 'nothing';
  /** Whether an edit of a contact by staff sends `customer.edit`. */
  contactEditSendsCustomerEdit: boolean;
  /** Whether `CustomerContactAdd` with a known `ContactID` links that person instead of making a new one. */
  contactAddLinks: boolean;
  /** Whether `CustomerContactEdit` leaves fields alone that it was not given. */
  contactEditIsPartial: boolean;
  /** What a list of phones does to those already there. */
  phoneList: 'replaces' | 'adds';
  /** Whether two changes in one second get two different `Modified` times; ages always differ. */
  modifiedIsUnique: boolean;
  /** How `Customers` writes the id on the extra rows it has for aliases; `none`: no such rows. */
  aliasRowId: 'string' | 'number' | 'none';
  /** `CustomerUsers.PrimaryCustomerID` of a contact without a principal customer. */
  noPrincipal: 'zero' | 'absent';
  /** Whether a principal customer must be one the contact is linked to (RPM-5). */
  principalMustBeLinked: boolean;
  /** Which ages a change of a process' security, permission or state raises. */
  processChangeRaises: string[];
  /** What a participant gets who may not enter because the process is closed to customer users. */
  closedProcessError: 'User not allowed' | 'Permission denied';
  /** What `ProcFormAdd` does with an `AlternateID` it knows. */
  repeatedAlternateId: 'error' | 'existing';
  /** Whether a form that the API user may not see is silent about it. */
  unseenFormError: 'Form not found' | 'Permission denied';
  /** What a list of a process that hides everything from the API user answers. */
  hiddenProcessError: string;
  /** Whether archived forms and disabled processes refuse every edit over the API. */
  closedThingsAreReadOnly: boolean;
  /** Whether adding a participant who is one already counts as a change. */
  repeatedParticipantIsChange: boolean;
  /** What `UserPasswordCheck` says about a user name nobody has. */
  passwordCheckOfNobody: 'error' | 'failure';
  /** Keys that were not found: of the hits of `CustomerSearch`, a download's address, referenced ids. */
  searchKey: string;
  downloadUrlKey: string;
  referencesKey: string;
  /** HTTP status of an application error. */
  errorStatus: number;
  /** How long a mailed link is good (RPM-14 for a reset; an invitation is taken to be the same). */
  linkDays: number;
}

/** What the simulator does unless a test says otherwise. */
export const DEFAULT_ASSUMPTIONS: RpmAssumptions = {
  contactEditRaises: 'modified',
  contactEditSendsCustomerEdit: false,
  contactAddLinks: true,
  contactEditIsPartial: true,
  phoneList: 'replaces',
  modifiedIsUnique: true,
  aliasRowId: 'string',
  noPrincipal: 'zero',
  principalMustBeLinked: true,
  processChangeRaises: ['ProcList'],
  closedProcessError: 'User not allowed',
  repeatedAlternateId: 'error',
  unseenFormError: 'Form not found',
  hiddenProcessError: 'User lacks permission',
  closedThingsAreReadOnly: true,
  repeatedParticipantIsChange: false,
  passwordCheckOfNobody: 'error',
  searchKey: 'Customers',
  downloadUrlKey: 'DownloadUrl',
  referencesKey: 'References',
  errorStatus: 200,
  linkDays: 3,
};

/** Texts that rpm.md does not list, for failures that must be told somehow. */
export const ASSUMED_TEXTS = {
  contactNotFound: 'Contact not found',
  fileNotFound: 'File not found',
  alternateIdTaken: 'AlternateID already exists',
} as const;

/** Uids of columns every form has, where rpm.md has none: it names only some of the static ones (§3.2). */
export const ASSUMED_COLUMNS = { owner: '710_32', modified: '710_36' } as const;
