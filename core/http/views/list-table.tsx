import type { ComponentChildren, VNode } from 'preact';

import type { ListPage } from '../../portal/read-list.js';
import { typeLabel, type PortalFacts } from '../../portal/portal-facts.js';
import { en } from '../messages/en.js';
import { formatMoney } from './format.js';
import { Moment } from './moment.js';
import { StatusBadge } from './status-badge.js';

type Row = ListPage['rows'][number];

interface Column {
  name: string;
  label: string;
  class?: string;
  show(row: Row): ComponentChildren;
}

/** The rows of a list. A column that no row has a value for is not there; on a phone rows become cards. */
export function ListTable({
  rows,
  facts,
  label,
}: {
  rows: readonly Row[];
  facts: PortalFacts;
  label: string;
}): VNode {
  const columns = columnsOf(facts).filter(({ show }) => rows.some((row) => hasContent(show(row))));
  // Cards on a phone are no table to a browser any more; the roles keep it one to a screen reader.
  return (
    <table class="list" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th scope="col" role="columnheader" class={column.class}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row">
            {columns.map((column) => (
              <td role="cell" class={cellClass(column, row)} data-label={column.label}>
                {column.show(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const cellClass = ({ name, class: kind = '', show }: Column, row: Row): string =>
  [`of-${name}`, kind, hasContent(show(row)) ? '' : 'blank'].filter(Boolean).join(' ');

const hasContent = (shown: ComponentChildren): boolean =>
  shown !== undefined && shown !== null && shown !== '' && shown !== false;

function columnsOf(facts: PortalFacts): Column[] {
  const zone = (row: Row): string => facts.get(row.connectionId)?.zone ?? 'UTC';
  const { fields } = en;
  const label = (name: string): string => fields[name] ?? name;
  return [
    { name: 'subject', label: label('subject'), show: titleLink },
    {
      name: 'number',
      label: label('number'),
      class: 'code',
      show: ({ values: { number } }) => text(number),
    },
    {
      name: 'type',
      label: label('type'),
      show: ({ connectionId, module, values: { type } }) =>
        typeof type === 'string' ? typeLabel(facts.get(connectionId), module, type) : undefined,
    },
    {
      name: 'status',
      label: label('status'),
      show: ({ values: { status, statusGroup } }) =>
        text(status) && <StatusBadge status={String(status)} group={statusGroup} />,
    },
    {
      name: 'customer',
      label: label('customer'),
      show: ({ customer }) => customer && <a href={`/customers/${customer.id}`}>{customer.name}</a>,
    },
    {
      name: 'amount',
      label: label('amount'),
      class: 'amount',
      show: ({ values: { amount, currency } }) =>
        typeof amount === 'number' ? formatMoney(amount, currency) : undefined,
    },
    { name: 'system', label: en.system, show: ({ connectionId }) => facts.get(connectionId)?.title },
    {
      name: 'changed',
      label: label('changedAt'),
      class: 'when',
      show: (row) =>
        text(row.values['changedAt']) && <Moment at={row.values['changedAt']} zone={zone(row)} />,
    },
  ];
}

/** The way to the record's page, by the best name of it that the reader sees. */
function titleLink({ id, module, values: { subject, number } }: Row): VNode {
  return <a href={`/records/${module}/${id}`}>{text(subject) ?? text(number) ?? en.untitled}</a>;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
