import {
  OBJECT_ID,
  type ApptivoCase,
  type ApptivoDocument,
  type ApptivoNote,
  type Flag,
} from './apptivo-data.js';

const NEW = 101;
const CLOSED = 104;

export const storyCases: ApptivoCase[] = [
  story(77_001, 'Router keeps restarting', 501_900, 269_398, {
    description: 'Since Monday',
    caseEmail: 'harry@porter.example',
  }),
  story(77_002, 'Invoice sent twice', 501_900, 269_399),
  // View level All shows it to both, Contacts to neither (§9).
  story(77_003, 'Line check at the office', 501_900, undefined),
  // Hannah's; Harry is its contact while his own customer is Emma (APT-9).
  story(77_004, 'New phones', 501_914, 269_398),
  story(77_005, 'Move to Harbour Street', 501_914, 269_407),
  // APT-17: made in the portal; every kind of custom attribute (§5).
  story(77_006, 'Noise on the line', 501_920, 269_400, {
    caseSourceId: 33,
    createdByObjectId: OBJECT_ID.contacts,
    createdByObjectRefId: 269_400,
    createdByName: 'Ada Moreau',
    needByDate: '2025-06-12',
    customAttributes: [
      custom('custom_52001', 'Serial number', 'input', 'SN-77-é'),
      custom('custom_52002', 'Installed on', 'date', '2025-02-03'),
      { ...custom('custom_52003', 'Site', 'select', 'Halifax'), customAttributeValueId: 'custom_52003_1' },
    ],
    labels: [{ labelId: 5, labelName: 'VIP' }],
  }),
  // At 23:30 in Halifax it is the next day in the firm's zone.
  story(77_007, 'Fibre cut', 501_920, 269_401, { lastUpdateDate: '2025-06-03T02:30:00.000Z' }),
  story(77_008, 'Add a user', 501_920, 269_400, { caseStatusId: CLOSED, dateResolved: '2025-05-02' }),
  // APT-13: of a child customer.
  story(77_009, 'Halifax: slow connection', 501_921, 269_404),
  story(77_010, 'Zażółć gęślą jaźń 🚀', 501_930, 269_402, { description: 'Ligne 1\nLigne 2 <b>"x"</b>' }),
  story(77_011, "O'Hara's voicemail", 501_940, 269_403),
  // Its contact belongs to another customer.
  story(77_012, 'Spare keys', 501_940, 269_404),
  // Without a customer: shown to nobody (§9).
  story(77_013, 'Who is this?', undefined, 269_400),
  story(77_014, 'Typed by mistake', 501_900, 269_398, { deleted: true }),
  story(77_015, 'Tow bar', 501_980, 269_405),
];

/** APT-16: only those marked so are the customer's. */
export const storyNotes: ApptivoNote[] = [
  note(88_001, 77_001, 'We look into it', 'Y'),
  note(88_002, 77_001, 'Customer pays late', 'N'),
  {
    ...note(88_003, 77_001, 'Any news?', 'Y'),
    createdByObjectId: 2,
    createdByObjectRefId: 269_398,
    createdByName: 'Harry Porter',
  },
  note(88_004, 77_006, 'Technik prüft “Störung”', 'Y'),
];

/** APT-15: on by default, off hides it. */
export const storyDocuments: ApptivoDocument[] = [
  document(99_001, 77_001, 'offer.txt', 'An offer', true),
  document(99_002, 77_001, 'margin.txt', 'Our margin', false),
  document(99_003, 77_006, 'plan für Halifax.txt', 'Łódź', true),
];

function story(
  caseId: number,
  caseSummary: string,
  caseCustomerId: number | undefined,
  caseContactId: number | undefined,
  more: Partial<ApptivoCase> = {},
): ApptivoCase {
  const minute = String(caseId % 60).padStart(2, '0');
  return {
    caseId,
    caseNumber: `C-${caseId - 75_959}`,
    caseSummary,
    caseStatusId: NEW,
    caseTypeId: 11,
    casePriorityId: 3,
    caseSourceId: 31,
    ...(caseCustomerId && { caseCustomerId }),
    ...(caseContactId && { caseContactId }),
    assignedObjectRefId: 18_801,
    createdByObjectId: OBJECT_ID.employees,
    createdByObjectRefId: 18_801,
    createdByName: 'Sam Field',
    creationDate: `2025-04-01T11:${minute}:12.000Z`,
    lastUpdateDate: `2025-06-02T11:${minute}:00.000Z`,
    lastUpdatedByName: 'Sam Field',
    customAttributes: [],
    labels: [],
    ...more,
  };
}

function custom(id: string, name: string, type: string, value: string) {
  return {
    customAttributeId: id,
    customAttributeName: name,
    customAttributeTagName: `${type}_${id.slice(7)}`,
    customAttributeType: type,
    customAttributeValue: value,
  };
}

function note(noteId: number, objectRefId: number, noteText: string, isDisplayToCustomer: Flag): ApptivoNote {
  return {
    noteId,
    objectId: OBJECT_ID.cases,
    objectRefId,
    noteText,
    isDisplayToCustomer,
    createdByObjectId: OBJECT_ID.employees,
    createdByObjectRefId: 18_801,
    createdByName: 'Sam Field',
    creationDate: `2025-06-02T12:0${noteId % 10}:00.000Z`,
  };
}

function document(
  documentId: number,
  objectRefId: number,
  documentName: string,
  text: string,
  shared: boolean,
): ApptivoDocument {
  const base64 = Buffer.from(text).toString('base64');
  const creationDate = '2025-06-02T12:30:00.000Z';
  return { documentId, objectId: OBJECT_ID.cases, objectRefId, documentName, base64, shared, creationDate };
}
