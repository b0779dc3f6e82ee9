const OFFSET = /^([+-])(\d\d):(\d\d)$/;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A subscriber's zone as `Info` tells it: a fixed offset, and whether summer time comes on top. */
export interface RpmZone {
  timeOffset: string;
  timeDst: boolean;
}

/** `6/2/2025 4:40:12 PM`: local time, no zone, as RPM writes every moment (rpm.md §5). */
export function toUsDateTime(iso: string, zone: RpmZone): string {
  const local = toLocal(iso, zone);
  const hour = local.getUTCHours();
  const time = [hour % 12 || 12, twoDigits(local.getUTCMinutes()), twoDigits(local.getUTCSeconds())].join(
    ':',
  );
  return `${toUsDay(local)} ${time} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `6/2/2025`: the local day, as on notes. */
export function toUsDate(iso: string, zone: RpmZone): string {
  return toUsDay(toLocal(iso, zone));
}

/** Writes a plain day (`2025-06-02`, as RPM takes it in) the way RPM gives it out; no zone is involved. */
export function dayToUsDate(day: string): string {
  const [year, month, date] = day.slice(0, 10).split('-').map(Number);
  return `${month}/${date}/${year}`;
}

function toUsDay(local: Date): string {
  return `${local.getUTCMonth() + 1}/${local.getUTCDate()}/${local.getUTCFullYear()}`;
}

function toLocal(iso: string, { timeOffset, timeDst }: RpmZone): Date {
  const [, sign, hours, minutes] = OFFSET.exec(timeOffset) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  const standard = new Date(Date.parse(iso) + offset);
  return timeDst && isNorthAmericanSummer(standard) ? new Date(standard.getTime() + HOUR) : standard;
}

/** From 2:00 on March's second Sunday to 1:00 standard time on November's first: RPM is a Canadian house. */
function isNorthAmericanSummer(standard: Date): boolean {
  const year = standard.getUTCFullYear();
  const start = firstSunday(year, 2) + 7 * DAY + 2 * HOUR;
  const end = firstSunday(year, 10) + HOUR;
  return standard.getTime() >= start && standard.getTime() < end;
}

function firstSunday(year: number, month: number): number {
  const first = new Date(Date.UTC(year, month, 1));
  return first.getTime() + ((7 - first.getUTCDay()) % 7) * DAY;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
