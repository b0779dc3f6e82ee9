import { codec, Mismatch, problem } from 'portico/contract';
import type { Codec, Facts, Mapping, RecordData, Row } from 'portico/contract';

import { dayFormat, isActive, timeFormats } from './assumed.js';
import { idIn, idOf, objects, textIn, type App, type Raw } from './client.js';
import { factsOf } from './discover.js';
import type { ApptivoSettings } from './settings.js';

/** A value that is never written. */
export const readOnly = <T>({ expected, decode }: Codec<T>): Codec<T> => ({ expected, decode });

/** Moments in the firm's format and the zone of the settings; days come without a time (apptivo.md §5). */
export function datesOf(
  facts: Facts,
  settings: ApptivoSettings,
): { moment: Codec<string>; day: Codec<string> } {
  const day = dayFormat(settings.dateFormat ?? factsOf(facts).dateFormat);
  const [first, ...others] = timeFormats;
  const formats = [...others.map((time) => `${day} ${time}`), day, 'yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd'];
  const moment = readOnly(codec.zoned([`${day} ${first}`, ...formats], facts.zone));
  const local = codec.zoned([day, 'yyyy-MM-dd'], 'UTC');
  return {
    moment,
    day: {
      expected: local.expected,
      decode(value, path) {
        try {
          return local.decode(value, path)?.slice(0, 10);
        } catch {
          return moment.decode(value, path);
        }
      },
    },
  };
}

/** When Apptivo made and last changed a row, as far as it says so. */
export const timesOf = (facts: Facts, settings: ApptivoSettings) => {
  const { moment } = datesOf(facts, settings);
  const time = (value: unknown): Date | undefined => {
    try {
      const found = moment.decode(value, '');
      return found === undefined ? undefined : new Date(found);
    } catch {
      return undefined;
    }
  };
  return (row: Raw) => ({ created: time(row['creationDate']), changed: time(row['lastUpdateDate']) });
};

/**
 * Reads a row without what cannot be read of it, which becomes an issue: refused as a whole, the row would stay as it
 * was held, and with it the access of who has left a customer (APT-3, APT-6).
 */
export function readLegible<T extends object>(
  { read }: Pick<Mapping<Raw, T>, 'read'>,
  row: Raw,
  problems: Row[] = [],
): T {
  const misfits: string[] = [];
  for (let rest = row; ;)
    try {
      const data = read(rest);
      const remedy = 'Correct it in Apptivo, or the date format and zone in the settings.';
      if (misfits.length)
        problems.push(problem('VALUE_UNREADABLE', `Left out: ${misfits.join(' ')}`, remedy));
      return data;
    } catch (error) {
      const [name = ''] = error instanceof Mismatch ? error.misfit.path.split(/[.[]/) : [];
      if (!(error instanceof Mismatch) || (rest[name] ?? null) === null) throw error;
      misfits.push(error.message);
      rest = { ...rest, [name]: null };
    }
}

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
