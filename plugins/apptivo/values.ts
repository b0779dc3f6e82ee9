import { codec, Mismatch } from 'portico/contract';
import type { Codec, Facts, RecordData } from 'portico/contract';

import { dayFormat, isActive, timeFormats } from './assumed.js';
import { idIn, idOf, objects, textIn, type App, type Raw } from './client.js';
import { factsOf } from './discover.js';
import type { ApptivoSettings } from './settings.js';

/** The value where it can be read, else nothing: in quarantine its item would hold up a right that ends (APT-3, APT-6). */
export const soft = <T>({ decode, ...by }: Codec<T>): Codec<T> => ({
  ...by,
  decode(value, path) {
    try {
      return decode(value, path);
    } catch (error) {
      if (error instanceof Mismatch) return undefined;
      throw error;
    }
  },
});

/** Moments in the firm's format and the zone of the settings, read-only; days come without a time (apptivo.md §5). */
export function datesOf(
  facts: Facts,
  settings: ApptivoSettings,
): { moment: Codec<string>; day: Codec<string> } {
  const day = dayFormat(settings.dateFormat ?? factsOf(facts).dateFormat);
  const [first = day, ...times] = timeFormats.map((time) => `${day} ${time}`);
  const reading = (formats: [string, ...string[]], zone: string): Codec<string> => {
    const { expected, decode } = soft(codec.zoned(formats, zone));
    return { expected, decode };
  };
  const iso = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd'];
  const moment = reading([first, ...times, day, ...iso], facts.zone);
  const local = reading([day, 'yyyy-MM-dd'], 'UTC');
  return {
    moment,
    day: {
      expected: local.expected,
      decode: (value, path) => local.decode(value, path)?.slice(0, 10) ?? moment.decode(value, path),
    },
  };
}

/** When Apptivo last changed a row, for the order of a listing. */
export const changedAtOf = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  return (row: Raw): Date | undefined => {
    const changed = moment.decode(row['lastUpdateDate'], 'lastUpdateDate');
    return changed === undefined ? undefined : new Date(changed);
  };
};

/** Without the members that are empty, as `exactOptionalPropertyTypes` wants it. */
export const filled = <T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;

/** Custom fields by their tag name, else their id; a choice of several is a list (apptivo.md §5). Read-only. */
export const customFields = (raw: Raw): NonNullable<RecordData['fields']> =>
  Object.fromEntries(
    objects(raw['customAttributes']).flatMap((entry) => {
      const name = textIn(entry, 'customAttributeTagName') ?? idIn(entry, 'customAttributeId');
      const several = objects(entry['attributeValues']).flatMap(
        (each) => textIn(each, 'attributeValue') ?? [],
      );
      const value = several.length > 1 ? several : (textIn(entry, 'customAttributeValue') ?? several[0]);
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );

/** The id that an item of a stream must have. */
export function itemId(row: Raw, app: App): string {
  const id = idOf(row, app);
  if (id === undefined) throw new Mismatch('id', 'an id', row['id']);
  return id;
}

/** What is not active is not there: nobody signs in as such a contact or sees such a case (apptivo.md §5). */
export const isGone = (row: Raw): boolean => !isActive(row['objectStatus']);
