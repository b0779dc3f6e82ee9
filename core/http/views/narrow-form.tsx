import type { VNode } from 'preact';

interface NarrowFormProps {
  csrf: string | undefined;
  label: string;
  /** To this one; without it to all of them again. */
  customer?: string;
  /** The page to come back to. */
  next?: string;
}

/** A button that narrows the whole portal to one company, or widens it again. */
export function NarrowForm({ csrf, label, customer, next }: NarrowFormProps): VNode {
  return (
    <form class="narrow-form" method="post" action="/narrow">
      {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
      {customer !== undefined && <input type="hidden" name="customer" value={customer} />}
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <button type="submit" class="quiet">
        {label}
      </button>
    </form>
  );
}
