import type { VNode } from 'preact';

import { personName } from '../../portal/read-detail.js';
import { en } from '../messages/en.js';
import { Email } from './email.js';
import { firstLetter, telephone } from './layout.js';

export interface CardProps {
  values: Readonly<Record<string, unknown>>;
  /** Is it the reader? */
  isMe?: boolean;
}

/** A person with the ways to reach them, as far as they are visible. */
export function ContactCard({ values, isMe = false }: CardProps): VNode {
  const name = personName(values) ?? en.untitled;
  const { jobTitle, email } = values;
  return (
    <article class="contact">
      <span class="mark" aria-hidden="true">
        {initials(values) || '?'}
      </span>
      <div>
        <p class="name">
          {name} {isMe && <span class="badge plain">{en.you}</span>}
        </p>
        {typeof jobTitle === 'string' && <p class="about">{jobTitle}</p>}
        {typeof email === 'string' && (
          <p>
            <Email address={email} />
          </p>
        )}
        <Phones phones={values['phones']} />
      </div>
    </article>
  );
}

const initials = ({ firstName, lastName, email }: CardProps['values']): string => {
  const names = [firstName, lastName].filter((part) => typeof part === 'string');
  return names.length ? names.map(firstLetter).join('') : typeof email === 'string' ? firstLetter(email) : '';
};

/** Numbers that can be dialled by a tap. */
export function Phones({ phones }: { phones: unknown }): VNode | null {
  const all = Array.isArray(phones) ? (phones as { type?: string; number?: string }[]) : [];
  if (!all.length) return null;
  return (
    <ul class="phones">
      {all.map(({ type = 'other', number = '' }) => (
        <li>
          <span class="about">{en.phoneTypes[type] ?? type}</span> <a href={telephone(number)}>{number}</a>
        </li>
      ))}
    </ul>
  );
}
