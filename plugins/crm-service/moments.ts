import { codec, type Codec } from 'portico/contract';

const naive = "yyyy-MM-dd'T'HH:mm:ss";
const hasZone = (text: string): boolean => /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text);

/** A moment with its own zone, or one without, which is then the tenant's (crm-service.md §3, assumed). */
export function moment(zone: string): Codec<string> {
  const local = codec.zoned([naive, "yyyy-MM-dd'T'HH:mm", 'yyyy-MM-dd'], zone);
  return {
    expected: local.expected,
    decode(value, path) {
      if (typeof value !== 'string') return local.decode(value, path);
      const text = value.trim().replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T');
      return hasZone(text) ? codec.iso.decode(text, path) : local.decode(text.replace(/\.\d+$/, ''), path);
    },
    ...(local.encode && { encode: local.encode }),
  };
}

/** A day, or a moment. */
export function dayOrMoment(zone: string): Codec<string> {
  const whole = moment(zone);
  return {
    ...whole,
    decode: (value, path) =>
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value.trim())
        ? codec.date.decode(value, path)
        : whole.decode(value, path),
  };
}

/** A moment as the vendor writes its own, for filters. */
export function written(at: Date, zone: string, zoned: boolean): string {
  const utc = `${at.toISOString().slice(0, 19)}Z`;
  const local = moment(zone).encode?.(utc);
  return !zoned && typeof local === 'string' ? local : utc;
}
