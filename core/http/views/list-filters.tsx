import type { VNode } from 'preact';

import type { RecordModule } from '../../contract/contract.js';
import type { PortalFacts } from '../../portal/portal-facts.js';
import type { ListOptions } from '../../portal/read-list-options.js';
import type { ListRequest } from '../list-request.js';
import { en } from '../messages/en.js';
import { labelOf } from './field-label.js';
import { SearchBox } from './search-box.js';

interface FiltersProps {
  path: string;
  label: string;
  module: RecordModule;
  asked: ListRequest;
  options: ListOptions;
  facts: PortalFacts;
}

/** How many filters beside the search narrow the list. */
export const countFilters = ({ status, from, to, connection }: ListRequest): number =>
  [status.length > 0, from !== undefined || to !== undefined, connection !== undefined].filter(Boolean)
    .length;

/** The search and its filters: one plain form, which needs no script. */
export function ListFilters({ path, label, asked, ...rest }: FiltersProps): VNode {
  const active = countFilters(asked);
  const isSearched = Boolean(asked.q);
  return (
    <search class="filters">
      <form method="get" action={path}>
        <SearchBox label={en.searchLabel(label)} hint={en.searchHint} value={asked.q} />
        <details open={active > 0 || asked.sort !== undefined}>
          <summary>
            {en.filters}
            {active > 0 && <span class="active">{en.filtersActive(active)}</span>}
          </summary>
          <FilterFields asked={asked} {...rest} />
          <div class="actions">
            <button type="submit">{en.apply}</button>
            {(active > 0 || isSearched) && <a href={path}>{en.clear}</a>}
          </div>
        </details>
      </form>
    </search>
  );
}

function FilterFields({ module, asked, options, facts }: Omit<FiltersProps, 'path' | 'label'>): VNode {
  const statuses = [...new Set([...options.statuses, ...asked.status])];
  return (
    <div class="fields">
      {statuses.length > 0 && (
        <fieldset class="choices">
          <legend>{en.status}</legend>
          {statuses.map((status) => (
            <label class="choice">
              <input type="checkbox" name="status" value={status} checked={asked.status.includes(status)} />
              <span>{status}</span>
            </label>
          ))}
        </fieldset>
      )}
      {options.dateFields.length > 0 && (
        <fieldset class="dates">
          <legend>{en.date}</legend>
          <Choice
            name="dateField"
            label={en.whichDate}
            value={asked.dateField}
            choices={options.dateFields.map((name) => [name, labelOf(facts.values(), module, name)])}
          />
          <Day name="from" label={en.from} value={asked.from} />
          <Day name="to" label={en.to} value={asked.to} />
        </fieldset>
      )}
      <div class="order">
        {options.connections.length > 1 && (
          <Choice
            name="connection"
            label={en.system}
            value={asked.connection}
            choices={[
              ['', en.allSystems],
              ...options.connections.map(({ id, title }) => [id, title] as const),
            ]}
          />
        )}
        <Choice name="sort" label={en.sortBy} value={asked.sort} choices={sortsFor(asked.sort)} />
      </div>
    </div>
  );
}

/** The usual order is no choice that an address must carry. */
const sortsFor = (sort: string | undefined): (readonly [string, string])[] => {
  const [[, usual] = ['', ''], ...others] = Object.entries(en.sorts);
  const known = sort === undefined || sort in en.sorts;
  return [['', usual], ...others, ...(known ? [] : ([[sort, sort]] as const))];
};

function Choice({
  name,
  label,
  value,
  choices,
}: {
  name: string;
  label: string;
  value: string | undefined;
  choices: readonly (readonly [value: string, label: string])[];
}): VNode {
  return (
    <label>
      {label}
      <select name={name}>
        {choices.map(([each, shown]) => (
          <option value={each} selected={each === value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string | undefined }): VNode {
  return (
    <label>
      {label}
      <input type="date" name={name} value={value} min="1000-01-01" max="8999-12-31" />
    </label>
  );
}
