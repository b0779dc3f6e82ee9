import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord, Value } from './crm-service-data.js';
import { badRequest, CrmServiceError } from './crm-service-error.js';
import { checkPortalWrite, tellPortalUser } from './portal-rules.js';
import type { Session } from './session.js';
import { wireFields, type WireField } from './wire-fields.js';
import { parseInstant } from './zone-time.js';

/** Set by the server; a client's value for them is passed over (ours). */
const OWN_FIELDS = [
  'entity_no',
  'created_at',
  'updated_at',
  'creator_id',
  'updater_id',
  'download_url',
  'file_size',
];

/** POST {module}: every call makes a record, a repeated one too (crm-service.md §5). */
export function createRecord(session: Session, module: string, body: string): CrmRecord {
  session.check('noWrite', module);
  const attributes = readAttributes(session, module, parseDocument(body, { type: module }));
  for (const { key, name, required } of wireFields(session.state, module))
    if (required && (attributes[key] ?? '') === '') throw invalid(session, TEXTS.required(name));
  checkPortalWrite(session, module, attributes);
  const record = session.state.insert(module, attributes, session.userId);
  tellPortalUser(session.state, module, record, undefined);
  return record;
}

/** PATCH {module}/{id}: changes the attributes given, and no others. */
export function changeRecord(
  session: Session,
  from: { module: string; id: string; body: string },
): CrmRecord {
  const { module, id, body } = from;
  session.check('noWrite', module);
  const before = structuredClone(session.get(module, id));
  const attributes = readAttributes(session, module, parseDocument(body, { type: module, id }));
  for (const { key, name, required } of wireFields(session.state, module))
    if (required && key in attributes && (attributes[key] ?? '') === '')
      throw invalid(session, TEXTS.required(name));
  checkPortalWrite(session, module, attributes, before);
  const record = session.state.edit(module, id, attributes, session.userId);
  tellPortalUser(session.state, module, record, before);
  return record;
}

/** DELETE {module}/{id}. */
export function deleteRecord(session: Session, module: string, id: string): void {
  session.check('noDelete', module);
  session.get(module, id);
  session.state.remove(module, id);
}

function parseDocument(body: string, expected: { type: string; id?: string }): Record<string, unknown> {
  const { data } = parseJson(body) as { data?: unknown };
  const { type, id, attributes } = (typeof data === 'object' && data ? data : {}) as Record<string, unknown>;
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes))
    throw badRequest(TEXTS.badBody);
  if (type !== expected.type || id !== expected.id) throw new CrmServiceError(409, TEXTS.badBody);
  return attributes as Record<string, unknown>;
}

function parseJson(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below, like any other body that is no document.
  }
  throw badRequest(TEXTS.badBody);
}

function readAttributes(
  session: Session,
  module: string,
  given: Record<string, unknown>,
): Record<string, Value> {
  const fields = wireFields(session.state, module);
  const attributes: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = fields.find((each) => each.name === name);
    if (!field) throw invalid(session, TEXTS.unknownField(module, name));
    if (!OWN_FIELDS.includes(field.key)) attributes[field.key] = readValue(session, field, value);
  }
  return attributes;
}

function readValue(session: Session, field: WireField, value: unknown): Value {
  const { state } = session;
  const { type, name, target } = field;
  if (value === null || (value === '' && type !== 'string' && type !== 'text')) return null;
  if (type === 'json') return (typeof value === 'string' ? parseJson(value) : value) as Value;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw invalid(session, TEXTS.badValue(name));
  const text = String(value);
  if (type === 'key') {
    if (!session.sees(target ?? '', text)) throw invalid(session, TEXTS.noSuchRecord(name));
    return text;
  }
  if (type === 'boolean' && /^(true|1|false|0)$/.test(text)) return text === 'true' || text === '1';
  if (/^(integer|decimal)$/.test(type) && Number.isFinite(Number(text))) return Number(text);
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const instant = type === 'datetime' ? parseInstant(text, state.zone) : undefined;
  if (instant) return instant;
  if (/^(boolean|integer|decimal|date|datetime)$/.test(type)) throw invalid(session, TEXTS.badValue(name));
  return text;
}

function invalid({ state }: Session, text: string): CrmServiceError {
  return new CrmServiceError(state.assumptions.validationStatus, text);
}
