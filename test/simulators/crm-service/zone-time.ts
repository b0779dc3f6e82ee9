const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** A moment as the state keeps it: UTC, to the second. */
export function toInstant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** ISO 8601 with Z, an offset, or neither (then it is the tenant's local time); a day is its first moment. */
export function parseInstant(text: string, zone: string): string | undefined {
  const [, day, time = '00:00:00', mark] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  if (!day) return undefined;
  const utc = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(utc)) return undefined;
  if (mark) return toInstant(new Date(`${day}T${time}${mark}`));
  // Twice, since the first guess may lie on the other side of a change to or from summer time.
  const guess = utc - offsetMinutes(utc, zone) * 60_000;
  return toInstant(new Date(utc - offsetMinutes(guess, zone) * 60_000));
}

/** A moment as it goes out: in the tenant's zone without a mark, with its offset, or in UTC. */
export function writeInstant(instant: string, zone: string, form: 'naive' | 'offset' | 'utc'): string {
  if (form === 'utc') return instant;
  const time = Date.parse(instant);
  const minutes = offsetMinutes(time, zone);
  const local = new Date(time + minutes * 60_000).toISOString().slice(0, 19);
  if (form === 'naive') return local;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((each) =>
    String(each).padStart(2, '0'),
  );
  return `${local}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** `$now`, `$now -2 hours`, `$now.date -7 days`: a moment, or a day of the tenant (crm-service.md §3). */
export function readNow(text: string, now: Date, zone: string): string | undefined {
  const match = /^\$now(\.date)?(?: ([+-]\d+) (minute|hour|day|week)s?)?$/.exec(text);
  if (!match) return undefined;
  const [, date, count, unit] = match;
  const moved = new Date(now.getTime() + Number(count ?? 0) * (UNITS[unit ?? ''] ?? 0));
  const instant = toInstant(moved);
  return date ? writeInstant(instant, zone, 'naive').slice(0, 10) : instant;
}

const UNITS: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

function offsetMinutes(time: number, zone: string): number {
  const format =
    FORMATS.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  FORMATS.set(zone, format);
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}
