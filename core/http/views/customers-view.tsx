import type { VNode } from 'preact';

import type { RecordList } from '../../access/list-query.js';
import type { PortalFacts } from '../../portal/portal-facts.js';
import type { ListRequest } from '../list-request.js';
import { en } from '../messages/en.js';
import { customerName } from './customer-view.js';
import { Empty } from './empty.js';
import { Layout, type Around } from './layout.js';
import { Pager } from './pager.js';
import { SearchBox } from './search-box.js';

export interface CustomersModel extends Around {
  list: RecordList;
  asked: ListRequest;
  facts: PortalFacts;
}

const path = '/customers';

/** The customers whose pages a person may open. */
export function customersView({ list, asked, facts, ...around }: CustomersModel): VNode {
  const { records, total } = list;
  return (
    <Layout {...around} title={en.customers} current={path}>
      <div class="head">
        <h1>{en.customers}</h1>
        <p class="total" role="status">
          {en.found(total.count, total.more)}
        </p>
      </div>
      <search class="filters">
        <form method="get" action={path}>
          <SearchBox label={en.searchCustomers} hint={en.searchCustomersHint} value={asked.q} />
        </form>
      </search>
      {records.length > 0 ? (
        <ul class="cards">
          {records.map(({ id, connectionId, values }) => (
            <li class="card">
              <a href={`${path}/${id}`}>{customerName(values)}</a>
              <p class="about">
                {typeof values['number'] === 'string' && <span>{values['number']}</span>}
                <span class="system">{facts.get(connectionId)?.title}</span>
              </p>
            </li>
          ))}
        </ul>
      ) : asked.q ? (
        <Empty title={en.noMatch} help={en.noMatchHelp} action={{ href: path, label: en.showAll }} />
      ) : (
        <Empty title={en.emptyCustomers} help={en.emptyCustomersHelp} />
      )}
      <Pager path={path} asked={asked} next={list.next} byDate={false} />
    </Layout>
  );
}
