import type { VNode } from 'preact';

import { en } from '../messages/en.js';

/** One field and its button. */
export function SearchBox({ label, value }: { label: string; value: string | undefined }): VNode {
  return (
    <div class="search">
      <input type="search" name="q" value={value} aria-label={label} placeholder={label} maxLength={200} />
      <button type="submit">{en.search}</button>
    </div>
  );
}
