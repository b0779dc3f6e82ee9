import type { FieldInput } from './field-values.js';
import { idOf, listOf, textOf } from './rpm-input.js';

/** Reads `Fields[]` of a call: `Uid` or `Field`, and `Value`, `ID` or `Values`. */
export function textValues(fields: unknown): FieldInput[] {
  return (listOf(fields) ?? []).map((each) => {
    const input: FieldInput = { field: textOf(each['Uid']) || textOf(each['Field']) || '' };
    const value = each['Value'];
    const text = typeof value === 'boolean' ? String(value) : textOf(value);
    const id = idOf(each['ID']);
    const values = each['Values'];
    if (text !== undefined) input.value = text;
    if (id !== undefined) input.id = id;
    if (Array.isArray(values) && values.length > 0) input.values = values.map(String);
    return input;
  });
}
