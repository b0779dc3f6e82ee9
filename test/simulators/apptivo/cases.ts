import {
  choiceAttribute,
  customAttributes,
  textAttribute,
  type AppTable,
  type Attribute,
  type Given,
} from './app-table.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import { OBJECT_ID, type ApptivoCase } from './apptivo-data.js';
import { ApptivoFailure, toId, toText } from './apptivo-input.js';
import { fullName, nameOf, type ApptivoState } from './apptivo-state.js';
import { fromFirmDay, toFirmDay } from './firm-date.js';

/** The Cases app (apptivo.md §3.2): one customer and one contact per case. */
export function caseTable(state: ApptivoState): AppTable<ApptivoCase> {
  const { firm, cases } = state.data;
  return {
    app: 'cases',
    idParameter: 'caseId',
    dataParameter: 'caseData',
    attributeParameter: 'attributeName',
    rows: cases,
    find: (id) => state.case(id),
    fields(row) {
      const contact = state.contact(row.caseContactId);
      return {
        id: String(row.caseId),
        caseId: row.caseId,
        caseNumber: row.caseNumber,
        caseSummary: row.caseSummary,
        description: row.description,
        caseStatus: nameOf(firm.caseStatuses, row.caseStatusId),
        caseStatusId: row.caseStatusId,
        caseType: nameOf(firm.caseTypes, row.caseTypeId),
        caseTypeId: row.caseTypeId,
        casePriority: nameOf(firm.casePriorities, row.casePriorityId),
        casePriorityId: row.casePriorityId,
        caseSourceName: nameOf(firm.caseSources, row.caseSourceId),
        caseSourceId: row.caseSourceId,
        caseCustomer: state.customer(row.caseCustomerId)?.customerName,
        caseCustomerId: row.caseCustomerId,
        caseContact: contact && fullName(contact),
        caseContactId: row.caseContactId,
        caseEmail: row.caseEmail,
        assignedObjectId: row.assignedObjectRefId && OBJECT_ID.employees,
        assignedObjectRefId: row.assignedObjectRefId,
        assignedObjectRefName: firm.employees.find((each) => each.employeeId === row.assignedObjectRefId)
          ?.name,
        needByDate: row.needByDate && toFirmDay(row.needByDate, firm),
        dateResolved: row.dateResolved && toFirmDay(row.dateResolved, firm),
        createdByObjectId: row.createdByObjectId,
        createdByObjectRefId: row.createdByObjectRefId,
        labels: row.labels,
      };
    },
    texts: (row) => [row.caseNumber, row.caseSummary, row.description, row.caseEmail],
    create(input, author) {
      if (!toText(input['caseSummary'])) throw new ApptivoFailure(ASSUMED_TEXTS.missing('caseSummary'));
      const by = authorOf(state, input) ?? author;
      const row: ApptivoCase = {
        ...state.newRow(by.name),
        caseId: state.newId(),
        caseNumber: nextNumber(state),
        caseSummary: '',
        caseStatusId: firm.caseStatuses[0]?.id ?? 0,
        caseTypeId: firm.caseTypes[0]?.id ?? 0,
        casePriorityId: firm.casePriorities[0]?.id ?? 0,
        caseSourceId: firm.caseSources[0]?.id ?? 0,
        createdByObjectId: by.objectId,
        createdByObjectRefId: by.refId,
        labels: [],
      };
      cases.push(row);
      return row;
    },
    attributes: caseAttributes(state),
    reply: (wire, id, isNew) =>
      isNew || state.assumptions.caseUpdateReply === 'csCase' ? { csCase: wire } : { id: String(id) },
  };
}

function caseAttributes(state: ApptivoState): Record<string, Attribute<ApptivoCase>> {
  const { firm } = state.data;
  return {
    caseSummary: textAttribute('caseSummary'),
    description: textAttribute('description'),
    caseEmail: textAttribute('caseEmail'),
    caseStatus: choiceAttribute(['caseStatusId', 'caseStatus'], firm.caseStatuses),
    caseType: choiceAttribute(['caseTypeId', 'caseType'], firm.caseTypes),
    casePriority: choiceAttribute(['casePriorityId', 'casePriority'], firm.casePriorities),
    caseSourceName: choiceAttribute(['caseSourceId', 'caseSourceName'], firm.caseSources),
    needByDate: {
      keys: ['needByDate'],
      write: (row, { input }) => {
        row.needByDate = fromFirmDay(toText(input['needByDate']), firm) ?? '';
      },
    },
    caseCustomer: {
      keys: ['caseCustomerId'],
      write: (row, given) => {
        if (!saysNew(state, given, 'caseCustNew')) return;
        row.caseCustomerId = known(toId(given.input['caseCustomerId']), 'caseCustomerId', (id) =>
          state.customer(id),
        );
      },
    },
    caseContact: {
      keys: ['caseContactId'],
      write: (row, given) => {
        if (!saysNew(state, given, 'caseContactNew')) return;
        row.caseContactId = known(toId(given.input['caseContactId']), 'caseContactId', (id) =>
          state.contact(id),
        );
      },
    },
    customAttributes: customAttributes(state),
  };
}

/** A case moves only if its update says so twice; a new case need not (apptivo.md §3.2). */
function saysNew(state: ApptivoState, { names, input }: Given, name: string): boolean {
  const { caseNewIn } = state.assumptions;
  if (!names || caseNewIn === 'nowhere') return true;
  return (caseNewIn !== 'data' && names.has(name)) || (caseNewIn !== 'names' && name in input);
}

function known(
  id: number | undefined,
  name: string,
  find: (id: number) => { deleted?: boolean } | undefined,
): number {
  const found = id === undefined ? undefined : find(id);
  if (id === undefined || !found || found.deleted) throw new ApptivoFailure(ASSUMED_TEXTS.missing(name));
  return id;
}

/** `createdByObjectId` 2 and a contact's id make the contact the author. */
function authorOf(state: ApptivoState, input: Given['input']) {
  if (toId(input['createdByObjectId']) !== OBJECT_ID.contacts) return undefined;
  const contact = state.contact(toId(input['createdByObjectRefId']));
  return contact && { objectId: OBJECT_ID.contacts, refId: contact.contactId, name: fullName(contact) };
}

function nextNumber(state: ApptivoState): string {
  const numbers = state.data.cases.map(({ caseNumber }) => Number(caseNumber.slice(2)));
  return `C-${numbers.reduce((most, each) => Math.max(most, each), 1000) + 1}`;
}
