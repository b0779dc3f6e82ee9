import type { VNode } from 'preact';

import type { ListPage } from '../../portal/read-list.js';
import type { PortalFacts } from '../../portal/portal-facts.js';
import { isDay, type ListRequest } from '../list-request.js';
import { en } from '../messages/en.js';
import { Empty } from './empty.js';
import { Layout, type Around } from './layout.js';
import { countFilters, ListFilters } from './list-filters.js';
import { ListTable } from './list-table.js';
import { Pager } from './pager.js';

export interface ListModel extends Around {
  list: ListPage;
  asked: ListRequest;
  facts: PortalFacts;
}

/** One module over all connections: search, filters, rows, pages. */
export function listView({ list, asked, facts, ...around }: ListModel): VNode {
  const { module, rows, total } = list;
  const path = `/records/${module}`;
  const label = en.modules[module];
  const problems = problemsOf(asked);
  const isNarrowed = Boolean(asked.q) || countFilters(asked) > 0;
  return (
    <Layout {...around} title={label} current={path}>
      <div class="head">
        <h1>{label}</h1>
        <p class="total" role="status">
          {en.found(total.count, total.more)}
        </p>
      </div>
      <ListFilters
        path={path}
        label={label}
        asked={asked}
        options={list.options}
        facts={facts}
        module={module}
      />
      {problems.map((problem) => (
        <p class="notice" role="alert">
          {problem}
        </p>
      ))}
      {list.sortedInPart && <p class="notice">{en.sortedInPart}</p>}
      {rows.length > 0 ? (
        <ListTable rows={rows} facts={facts} label={label} />
      ) : isNarrowed ? (
        <Empty title={en.noMatch} help={en.noMatchHelp} action={{ href: path, label: en.showAll }} />
      ) : (
        <Empty title={en.emptyList(label)} help={en.emptyListHelp} />
      )}
      <Pager path={path} asked={asked} next={list.next} />
    </Layout>
  );
}

function problemsOf({ from, to }: ListRequest): string[] {
  const bad = [from, to].filter((day) => day !== undefined && !isDay(day));
  if (bad.length) return bad.map((day) => en.badDay(day ?? ''));
  return from !== undefined && to !== undefined && from > to ? [en.wrongWay] : [];
}
