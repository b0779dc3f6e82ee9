import { codec, Mismatch, type Codec } from 'portico/contract';

const java = /^[a-z]{3} ([a-z]{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\S+) (\d{4})$/i;

/**
 * A moment in any of MobiWork's writings (mobiwork.md §3), none of which says its zone: the tenant's is taken. The
 * three letters of Java's writing are ambiguous and only heeded where they mean UTC.
 */
export function moment(zone: string): Codec<string> {
  const plain = codec.zoned(
    [
      'yyyy/MM/dd HH:mm:ss',
      'yyyy/MM/dd HH:mm',
      'yyyy/MM/dd',
      'MM/dd/yyyy HH:mm:ss',
      'MM/dd/yyyy',
      'yyyy-MM-dd HH:mm:ss',
      'yyyy-MM-dd',
    ],
    zone,
  );
  const [inZone, inUtc] = [zone, 'UTC'].map((each) => codec.zoned(['MMM d yyyy HH:mm:ss'], each));
  return {
    ...plain,
    decode(value, path) {
      const text = codec.text.decode(value, path);
      const [, month, day, time, name = '', year] = java.exec(text ?? '') ?? [];
      if (month === undefined) return plain.decode(text, path);
      const by = /^(utc|gmt|z)$/i.test(name) ? inUtc : inZone;
      return by?.decode(`${month} ${day} ${year} ${time}`, path);
    },
  };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day in any of these writings, as it stands there; written as in filters. */
export const day: Codec<string> = {
  expected: 'a day (YYYY/MM/DD, MM/DD/YYYY, or as Java writes it)',
  decode(value, path) {
    const text = codec.text.decode(value, path);
    if (text === undefined) return undefined;
    const parts = yearFirst(text);
    try {
      return codec.date.decode(parts?.map((each) => each.padStart(2, '0')).join('-') ?? text, path);
    } catch {
      throw new Mismatch(path, day.expected, value);
    }
  },
  encode: (value) => value.replaceAll('-', '/'),
};

function yearFirst(text: string): string[] | undefined {
  const [, year, month, date] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})\b/.exec(text) ?? [];
  if (year && month && date) return [year, month, date];
  const [, theirMonth, theirDate, theirYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text) ?? [];
  if (theirYear && theirMonth && theirDate) return [theirYear, theirMonth, theirDate];
  const [, name = '', inMonth, , , inYear] = java.exec(text) ?? [];
  return inYear && inMonth ? [inYear, String(months.indexOf(name.toLowerCase()) + 1), inMonth] : undefined;
}
