import { en } from '../messages/en.js';

const locale = 'en-GB';

/** A day for people: 21 Nov 2026. Text that is none stays as it is. */
export function formatDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime())
    ? day
    : at.toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' });
}

/** A moment for people, in a connection's zone: 21 Nov 2026, 20:30. Text that is none stays as it is. */
export function formatMoment(moment: string, zone: string): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return moment;
  const [, sign, hours, minutes = '0'] = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const shown = new Date(at.getTime() + (sign ? offset * 60_000 : 0));
  const how = { dateStyle: 'medium', timeStyle: 'short' } as const;
  try {
    return shown.toLocaleString(locale, { ...how, timeZone: sign ? 'UTC' : zone });
  } catch {
    // A zone that this system does not know.
    return at.toLocaleString(locale, { ...how, timeZone: 'UTC' });
  }
}

/** A day or a moment. */
export const formatDate = (text: string, zone: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? formatDay(text) : formatMoment(text, zone);

/** Money from minor units: €1,234.50. Without a currency the plain number. */
export function formatMoney(minor: number, currency: unknown): string {
  if (typeof currency !== 'string') return (minor / 100).toLocaleString(locale, { minimumFractionDigits: 2 });
  try {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    // No currency of ISO 4217.
    return `${(minor / 100).toLocaleString(locale, { minimumFractionDigits: 2 })} ${currency}`;
  }
}

/** A number with its thousands apart. */
export const formatNumber = (value: number): string =>
  value.toLocaleString(locale, { maximumFractionDigits: 6 });

/** The size of a file: 1.4 MB. */
export function formatSize(bytes: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return (bytes / 1000 ** step).toLocaleString(locale, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: step ? 1 : 0,
  });
}

/** A value of a vendor's own field. */
export function formatValue(value: unknown, type: string | undefined, zone: string): string {
  if (typeof value === 'boolean') return value ? en.yes : en.no;
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return value.map((each) => formatValue(each, type, zone)).join(', ');
  if (typeof value !== 'string') return '';
  if (type === 'date' || type === 'dateTime') return formatDate(value, zone);
  return type === 'boolean' ? booleanText(value) : value;
}

function booleanText(value: string): string {
  if (/^(1|true|yes|on)$/i.test(value)) return en.yes;
  return /^(0|false|no|off)$/i.test(value) ? en.no : value;
}
