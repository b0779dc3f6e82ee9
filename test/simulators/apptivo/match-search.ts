import type { JsonInput } from './apptivo-input.js';
import { objectsOf, toId, toText } from './apptivo-input.js';

const MULTI_KEYS: Record<string, string[]> = {
  statusIds: ['caseStatusId', 'statusId', 'contactStatusId'],
  priorityIds: ['casePriorityId'],
  typeIds: ['caseTypeId'],
  caseSourceIds: ['caseSourceId'],
};

/**
 * Advanced search (apptivo.md §3.2): ids are equal, texts contain; what is empty or unknown does not count.
 * `fields` is the record as it goes out, with its custom attributes.
 */
export function matchesSearch(fields: JsonInput, searchData: JsonInput, multi: JsonInput): boolean {
  for (const [key, wanted] of Object.entries(searchData)) {
    if (wanted === null || wanted === '' || !(key in fields)) continue;
    if (key === 'customAttributes') {
      if (!objectsOf(wanted).every((each) => hasCustom(fields, each))) return false;
    } else if (key === 'emailAddresses') {
      const mails = objectsOf(fields[key]).map((each) => toText(each['emailAddress']).toLowerCase());
      const asked = objectsOf(wanted).map((each) => toText(each['emailAddress']).toLowerCase());
      if (!asked.filter(Boolean).every((each) => mails.some((mail) => mail.includes(each)))) return false;
    } else if (key.endsWith('Id')) {
      if (toId(wanted) !== fields[key]) return false;
    } else if (typeof wanted === 'string' && !holds(fields[key], wanted)) return false;
  }
  return Object.entries(multi).every(([key, ids]) => {
    const wanted = Array.isArray(ids) ? ids.map(toId) : [];
    if (wanted.length === 0) return true;
    const own = MULTI_KEYS[key]?.find((each) => each in fields);
    return own === undefined || wanted.includes(toId(fields[own]));
  });
}

/** Free text is fuzzy: any of its words somewhere in the record is a hit. */
export function matchesText(texts: (string | undefined)[], searchText: string): boolean {
  const words = searchText.toLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join('\n').toLowerCase();
  return words.some((word) => all.includes(word));
}

function hasCustom(fields: JsonInput, wanted: JsonInput): boolean {
  const value = toText(wanted['customAttributeValue']);
  if (!value) return true;
  return objectsOf(fields['customAttributes']).some(
    (each) =>
      each['customAttributeId'] === wanted['customAttributeId'] && holds(each['customAttributeValue'], value),
  );
}

function holds(value: unknown, wanted: string): boolean {
  return toText(value).toLowerCase().includes(wanted.toLowerCase());
}
