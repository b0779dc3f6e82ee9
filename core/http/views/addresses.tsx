import type { VNode } from 'preact';

import type { Address } from '../../contract/generated/customer.js';

/** Postal addresses, a line each part. */
export function Addresses({ addresses }: { addresses: unknown }): VNode {
  const all = Array.isArray(addresses) ? (addresses as Address[]) : [];
  return (
    <>
      {all.map(({ label, street, postalCode, city, region, country }) => (
        <address>
          {label && <span class="about">{label}</span>}
          {[street, [postalCode, city].filter(Boolean).join(' '), region, country]
            .filter(Boolean)
            .map((line) => (
              <span>{line}</span>
            ))}
        </address>
      ))}
    </>
  );
}
