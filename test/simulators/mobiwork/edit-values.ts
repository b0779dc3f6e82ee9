import { emptyAddress } from './empty-rows.js';
import { ADDRESS_TEXTS, type CustomField, type MobiworkAddress } from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlInput } from './xml-input.js';

/**
 * Gives a row the texts and flags an element has for it. What becomes of those it does not name is an
 * assumption (mobiwork.md §5); a row that is being made keeps its beginnings.
 */
export function setValues<Row, Name extends keyof Row & string>(
  state: MobiworkState,
  input: XmlInput,
  { row, names, isNew }: { row: Pick<Row, Name>; names: readonly Name[]; isNew: boolean },
): void {
  const isCleared = state.assumptions.omittedScalars === 'cleared' && !isNew;
  const target: Record<string, unknown> = row;
  for (const name of names) {
    const isFlag = typeof target[name] === 'boolean';
    const given = isFlag ? input.flag(name) : input.text(name);
    if (given !== undefined) target[name] = given;
    else if (isCleared) target[name] = isFlag ? false : null;
  }
}

/** The address of an element: a known one by its id, changed as the element says, else a new one. */
export function setAddress(state: MobiworkState, input: XmlInput, known: MobiworkAddress[]): MobiworkAddress {
  const addressId = input.number('addressId');
  const found = known.find((each) => each.addressId === addressId);
  const row = found ?? emptyAddress(state.nextId('address'));
  setValues<MobiworkAddress, (typeof ADDRESS_TEXTS)[number]>(state, input, {
    row,
    names: ADDRESS_TEXTS,
    isNew: !found,
  });
  if (!found) known.push(row);
  return row;
}

/** The custom fields after an edit; a list is replaced or merged as `givenLists` has it. */
export function editedCustomFields(
  state: MobiworkState,
  input: XmlInput,
  current: CustomField[],
): CustomField[] {
  const list = input.child('customFields');
  if (!list) return state.assumptions.omittedLists === 'cleared' ? [] : current;
  const given = list.children('customField').map((field) => ({
    apiName: field.text('apiName') ?? '',
    index: field.number('index') ?? 0,
    value: field.text('value') ?? null,
  }));
  if (state.assumptions.givenLists === 'replaced') return given;
  const isGiven = (field: CustomField): boolean =>
    given.some(({ apiName, index }) => apiName === field.apiName && index === field.index);
  return [...current.filter((field) => !isGiven(field)), ...given];
}
