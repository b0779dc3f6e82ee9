import type { VNode } from 'preact';

/** An e-mail address to write to; a narrow place breaks it before its domain. */
export function Email({ address }: { address: string }): VNode {
  const at = address.lastIndexOf('@');
  const href = `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}`;
  return (
    <a href={href}>
      {address.slice(0, Math.max(at, 0))}
      <wbr />
      {address.slice(Math.max(at, 0))}
    </a>
  );
}
