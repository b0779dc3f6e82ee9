import { PorticoError } from '../contract/portico-error.js';
import { recordModules } from '../records/row-tables.js';

const subjects = ['customer', 'contact', ...recordModules];

/** @throws PorticoError FIELD_MAP for an override whose target is no field of a canonical row. */
export function checkFieldMap(map: Readonly<Record<string, string | undefined>> = {}): void {
  for (const target of Object.keys(map)) {
    const [subject = '', ...steps] = target.split('.');
    if (subjects.includes(subject) && steps.length && steps.every((step) => /^[A-Za-z0-9_-]+$/.test(step)))
      continue;
    throw new PorticoError(
      'FIELD_MAP',
      `"${target}" names no field. Write <kind>.<field>, as in ticket.fields.severity or contact.jobTitle; kinds are ${subjects.join(', ')}.`,
      { details: { target } },
    );
  }
}
