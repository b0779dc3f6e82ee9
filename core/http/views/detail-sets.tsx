import type { ComponentChildren, VNode } from 'preact';

import type { Line } from '../../contract/generated/record.js';
import { en } from '../messages/en.js';
import { formatMoney, formatNumber, formatSize } from './format.js';
import { Moment } from './moment.js';

/** Sets that lie beside a record come from the access engine without a type. */
const listOf = <T extends object>(value: unknown): readonly Partial<T>[] | undefined =>
  Array.isArray(value) ? (value as Partial<T>[]) : undefined;

function Panel({ id, title, children }: { id: string; title: string; children: ComponentChildren }): VNode {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface CommentRow {
  text: string;
  author: string | null;
  at: Date | null;
}

/** The public comments, oldest first. */
export function Comments({ comments, zone }: { comments: unknown; zone: string }): VNode | null {
  const all = listOf<CommentRow>(comments);
  if (!all) return null;
  return (
    <Panel id="comments" title={en.comments}>
      {all.length === 0 && <p class="none">{en.noComments}</p>}
      <ol class="comments">
        {all.map(({ text, author, at }) => (
          <li>
            <p class="by">
              <strong>{author ?? en.unknownAuthor}</strong> {at && <Moment at={at} zone={zone} />}
            </p>
            <p class="prose">{text}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface FileRow {
  id: string;
  name: string;
  size: number | null;
  addedBy: string | null;
  at: Date | null;
}

/** The files that go with a record. */
export function Files({
  files,
  zone,
  mayDownload,
}: {
  files: unknown;
  zone: string;
  mayDownload: boolean;
}): VNode | null {
  const all = listOf<FileRow>(files);
  if (!all) return null;
  return (
    <Panel id="files" title={en.files}>
      {all.length === 0 && <p class="none">{en.noFiles}</p>}
      <ul class="files">
        {all.map(({ id, name, size, addedBy, at }) => (
          <li>
            {mayDownload ? (
              <a class="file-name" href={`/api/v1/files/${id}`} download={name}>
                {name}
              </a>
            ) : (
              <span class="file-name">{name}</span>
            )}
            <span class="about">
              {typeof size === 'number' && <span>{formatSize(size)}</span>}
              {addedBy && <span>{en.addedBy(addedBy)}</span>}
              {at && <Moment at={at} zone={zone} />}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The lines of an invoice, a quote or an order. */
export function Lines({ lines, currency }: { lines: unknown; currency: unknown }): VNode | null {
  const all = listOf<Line>(lines);
  if (!all?.length) return null;
  const money = (value: unknown): string => (typeof value === 'number' ? formatMoney(value, currency) : '');
  return (
    <Panel id="lines" title={en.lines}>
      <div class="wide" role="region" aria-labelledby="lines" tabIndex={0}>
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">{en.line.text}</th>
              <th scope="col" class="amount">
                {en.line.quantity}
              </th>
              <th scope="col" class="amount">
                {en.line.unitPrice}
              </th>
              <th scope="col" class="amount">
                {en.line.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ text, quantity, unitPrice, amount }) => (
              <tr>
                <td>{text}</td>
                <td class="amount">{typeof quantity === 'number' ? formatNumber(quantity) : ''}</td>
                <td class="amount">{money(unitPrice)}</td>
                <td class="amount">{money(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Who takes part, by name. */
export function Participants({ participants }: { participants: unknown }): VNode | null {
  const named = (listOf<{ name: string; kind: string }>(participants) ?? []).filter(({ name }) => name);
  if (!named.length) return null;
  return (
    <>
      <h3>{en.participants}</h3>
      <ul class="people">
        {named.map(({ name, kind }) => (
          <li>
            {name} {kind && <span class="about">{en.participantKinds[kind] ?? kind}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
