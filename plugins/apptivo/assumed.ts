/**
 * Everything apptivo.md marks as assumed or inferred ([A], [I]) or decides without a source: the first place to look
 * when a live Apptivo behaves otherwise.
 */

type PhoneType = 'work' | 'home' | 'mobile' | 'fax';

/** Reasons of a failure, by their words; none but the first is documented (§5). */
export const reasons = [
  [/\bkeys?\b/i, 'auth'],
  [/not found|does not exist|no such|invalid .*\bid\b/i, 'notFound'],
  [/permission|privilege|not authori[sz]ed|access denied/i, 'permission'],
  [/rate limit|too many|throttl|quota/i, 'rateLimited'],
] as const;

/** Where a listing that tells no count may have been cut: searches end there, perhaps `getAll` too (§3.4). */
export const searchCap = 5_000;

/** The firm's format as luxon writes it, one or two digits; other spellings of day, month and year (§5). */
export const dayFormat = (format: string): string =>
  format
    .replace(/\b(mm|m|n)\b/, 'M')
    .replace(/MM(?!M)/, 'M')
    .replace(/\b(DD|dd|D|d|j)\b/, 'd')
    .replace(/\b(YYYY|Y)\b/, 'yyyy');

/** What may stand behind the day (§5: the time pattern is not documented). */
export const timeFormats = ['HH:mm:ss', 'HH:mm', 'h:mm:ss a', 'h:mm a'] as const;

/** When no format is told or set. */
export const usualDay = 'MM/dd/yyyy';

/** Values of the portal access level (§3.2). */
export const isAll = (level: string | undefined): boolean => /^all\b/i.test(level ?? '');
export const isContacts = (level: string | undefined): boolean => /^contacts?\b/i.test(level ?? '');

/** Flags are Y and N; whatever else could mean yes. */
export const isYes = (flag: unknown): boolean => /^(y|yes|true|1)$/i.test(String(flag));
export const isNo = (flag: unknown): boolean => /^(n|no|false|0)$/i.test(String(flag));

/** `objectStatus` 0 is active (§5); what is not told counts as active. */
export const isActive = (status: unknown): boolean =>
  status === undefined || status === null || status === '' || status === 0 || status === '0';

/** A status that ends a case, by its name, code or meaning. */
export const meansClosed = (text: string): boolean => /clos|resolv|cancel|complet|duplicate/i.test(text);

/** Where a list of notes or documents may be in an answer (§3.2: the reply of getNotes was not found). */
export const listNames = ['data', 'aaData', 'notes', 'noteList', 'responseObject'];

/** Where one object may be in an answer (§3.1, §5). */
export const wrappers = ['csCase', 'customer', 'contact', 'data', 'responseObject'];

/** An id of the parent beside `parentCustomerName` was never seen (§6). */
export const parentIds = ['parentCustomerId', 'parentId'];

/** A case has one contact, whom Apptivo knows by object 2; staff are employees (§2). */
export const contactObject = 2;

/** `contactIds` of addContact: as other lists are sent, then as one id alone (§3.1). */
export const contactIds = [(id: string) => `[${id}]`, (id: string) => id];

/** The codes of telephone numbers but PHONE_BUSINESS (§3.1). */
export const phoneCodes: Record<PhoneType, { phoneType: string; phoneTypeCode: string }> = {
  work: { phoneType: 'Business', phoneTypeCode: 'PHONE_BUSINESS' },
  mobile: { phoneType: 'Mobile', phoneTypeCode: 'PHONE_MOBILE' },
  home: { phoneType: 'Home', phoneTypeCode: 'PHONE_HOME' },
  fax: { phoneType: 'Fax', phoneTypeCode: 'PHONE_FAX' },
};

/** The kind of a telephone number. */
export const phoneTypeOf = (words: string): PhoneType | 'other' =>
  /fax/i.test(words)
    ? 'fax'
    : /mobile|cell/i.test(words)
      ? 'mobile'
      : /home/i.test(words)
        ? 'home'
        : /business|work|office/i.test(words)
          ? 'work'
          : 'other';

/** A new address of a contact without one. */
export const newAddress = { id: 'cont_email_input', emailType: 'Business', emailTypeCode: 'BUSINESS' };

/** Attributes of the layout of cases that are no custom fields: those of the case object (§3.2). */
export const standardTags: ReadonlySet<string> = new Set(
  (
    'caseNumber caseSummary description caseStatus caseType casePriority caseSource caseSourceName caseCustomer ' +
    'caseContact caseEmail assignedTo assignedObjectRefName needByDate dateResolved createdBy createdByName ' +
    'creationDate lastUpdatedBy lastUpdatedByName lastUpdateDate labels'
  ).split(' '),
);
