import type { ComponentChildren, VNode } from 'preact';

interface EmptyProps {
  title: string;
  help?: ComponentChildren;
  action?: { href: string; label: string } | undefined;
}

/** Why there is nothing, and what to do about it. */
export function Empty({ title, help, action }: EmptyProps): VNode {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {help && <p>{help}</p>}
      {action && (
        <p>
          <a class="button" href={action.href}>
            {action.label}
          </a>
        </p>
      )}
    </div>
  );
}
