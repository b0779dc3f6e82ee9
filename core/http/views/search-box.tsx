import type { VNode } from 'preact';

import { en } from '../messages/en.js';

/** One field and its button. */
export function SearchBox({
  label,
  hint,
  value,
}: {
  label: string;
  /** Short enough for a phone. */
  hint: string;
  value: string | undefined;
}): VNode {
  return (
    <div class="search">
      <input type="search" name="q" value={value} aria-label={label} placeholder={hint} maxLength={200} />
      <button type="submit">{en.search}</button>
    </div>
  );
}
