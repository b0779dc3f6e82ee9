import type { ComponentChildren, VNode } from 'preact';

export interface ShownField {
  label: string;
  shown: ComponentChildren;
  /** Takes the whole width of a phone. */
  long?: boolean;
}

/** Names and values. */
export function FieldList({ fields }: { fields: readonly ShownField[] }): VNode | null {
  if (!fields.length) return null;
  return (
    <dl class="field-list">
      {fields.map(({ label, shown, long = isLong(shown) }) => (
        <div class={long ? 'long' : undefined}>
          <dt>{label}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value that half of a phone's width does not hold. */
const isLong = (shown: ComponentChildren): boolean => typeof shown === 'string' && shown.length > 18;
