import { always, at, codec, derive, mapping, ref } from 'portico/contract';
import type { Codec, Contact, Login, Mapping, Piece } from 'portico/contract';

import { assumed, type Capability } from './assumed.js';
import type { Raw } from './client.js';
import type { MobiworkSettings } from './settings.js';

type Phones = NonNullable<Contact['phones']>;
type Settings = Pick<MobiworkSettings, 'flags'>;

/** Up to three numbers (M-28); the third that the vendor's help mentions is taken to be the fax. */
const columns = [
  { type: 'work', number: 'phoneNumber', ext: 'phoneExt' },
  { type: 'other', number: 'altPhoneNumber', ext: 'altPhoneExt' },
  { type: 'fax', number: 'fax', ext: undefined },
] as const;

const phones: Piece<Phones> = {
  paths: columns.flatMap(({ number, ext }) => [number, ...(ext ? [ext] : [])]),
  read(raw) {
    const found = columns.flatMap(({ type, number, ext }): Phones => {
      const main = codec.text.decode(Reflect.get(raw, number), number);
      const inner = ext && codec.text.decode(Reflect.get(raw, ext), ext);
      return main === undefined ? [] : [{ type, number: inner ? `${main} x${inner}` : main }];
    });
    return found.length ? found : undefined;
  },
  write(values, into) {
    const typed = new Set<string>(columns.map(({ type }) => type));
    const homeless = values.filter(({ type }) => !typed.has(type ?? ''));
    for (const { type, number, ext } of columns) {
      const value =
        values.find((each) => each.type === type) ?? (type === 'fax' ? undefined : homeless.shift());
      const [, main = '', inner = ''] = /^(.*?)(?:\s*x\s*(\d+))?$/.exec(value?.number ?? '') ?? [];
      into[number] = main;
      if (ext) into[ext] = inner;
    }
  },
};

/** Yes or no as XML has it. */
export const flag: Codec<boolean> = { ...codec.boolean, encode: (value) => (value ? 'true' : 'false') };

/** Is a contact or a customer switched on? */
export const isEnabled = (raw: object): boolean =>
  flag.decode(Reflect.get(raw, 'enabled'), 'enabled') ?? assumed.enabledUnsaid;

const capabilities = Object.keys(assumed.flags) as Capability[];

/** The element of a contact that carries a permission, as this contact spells it; none where the tenant has none. */
export function flagElement(raw: Raw, capability: Capability, { flags = {} }: Settings): string | undefined {
  const own = flags[capability];
  const candidates = (own === undefined ? assumed.flags[capability] : [own]).map((each) =>
    each.toLowerCase(),
  );
  return Object.keys(raw).find((name) => candidates.includes(name.toLowerCase()));
}

/** Which permissions this contact's data tells of, by element. */
export const flagsSent = (raw: Raw, settings: Settings): Partial<Record<Capability, string>> =>
  Object.fromEntries(
    capabilities.flatMap((each) => {
      const element = flagElement(raw, each, settings);
      return element === undefined ? [] : [[each, element]];
    }),
  );

/** M-16 to M-20, M-29: the permissions that this contact has; what is not said is not held. */
const held = (raw: Raw, settings: Settings): string[] =>
  Object.entries(flagsSent(raw, settings)).flatMap(([capability, element]) =>
    flag.decode(raw[element], element) === true ? [capability] : [],
  );

/** A contact as it hangs in its customer; two-way but for status, permissions and customer. */
export const contactMapping = (settings: Settings): Mapping<Raw, Contact> =>
  mapping<Raw, Contact>({
    kind: always('contact'),
    honorific: at('title'),
    firstName: at('firstName'),
    lastName: at('lastName'),
    email: at('email', codec.email),
    phones,
    status: derive(['enabled'], (raw: Raw) => (isEnabled(raw) ? 'Enabled' : 'Disabled')),
    principal: ref('customer', 'customerId'),
    fields: derive([], (raw: Raw) => ({ permissions: held(raw, settings) })),
  });

/** First and last name. */
export const namesOf = (raw: Raw): string | undefined =>
  ['firstName', 'lastName'].flatMap((each) => codec.text.decode(raw[each], each) ?? []).join(' ') ||
  undefined;

/** M-26: the phone number, digits only, without its extension. */
export const signInName = (raw: Raw): string | undefined =>
  codec.text.decode(raw['phoneNumber'], 'phoneNumber')?.replaceAll(/\D/g, '') || undefined;

/** The sign-in of a contact, of the same id. It is good while both contact and customer are enabled. */
export function loginOf(
  { id, raw, customer, name }: { id: string; raw: Raw; customer: Raw; name: string | undefined },
  settings: Settings,
): Login {
  return {
    contact: id,
    enabled: isEnabled(raw) && isEnabled(customer),
    capabilities: held(raw, settings),
    ...(name !== undefined && { userName: name }),
  };
}
