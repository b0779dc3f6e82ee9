import type { Value } from './crm-service-data.js';

/** A value as text, whatever it is; nothing is the empty text. */
export function textOf(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
