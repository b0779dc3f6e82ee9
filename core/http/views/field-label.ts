import type { Subject } from '../../contract/contract.js';
import { fieldFacts, type ConnectionFacts } from '../../portal/portal-facts.js';
import { en } from '../messages/en.js';

/** What people call a field: our own word, else the vendor's, else its name made readable. */
export function labelOf(facts: Iterable<ConnectionFacts>, module: Subject, name: string): string {
  const ours = Object.hasOwn(en.fields, name) ? en.fields[name] : undefined;
  if (ours !== undefined) return ours;
  for (const each of facts) {
    const label = fieldFacts(each, module, name)?.label;
    if (label) return label;
  }
  return readable(name.replace(/^(fields|dates)\./, ''));
}

/** `scheduled_start` and `scheduledStart` → Scheduled start. */
function readable(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
