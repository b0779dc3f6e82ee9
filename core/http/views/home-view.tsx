import type { VNode } from 'preact';

import type { ModuleCard } from '../../portal/read-home.js';
import { en } from '../messages/en.js';
import { Empty } from './empty.js';
import { Layout, type Around } from './layout.js';

export interface HomeModel extends Around {
  cards: readonly ModuleCard[];
  /** The company's own words, where its landing page is a welcome. */
  welcome?: string | undefined;
}

/** What there is, with its counts. */
export function homeView({ cards, welcome, ...around }: HomeModel): VNode {
  const { frame } = around;
  return (
    <Layout {...around} title={en.home} current="/">
      <div class="head">
        <h1>{en.hello(frame?.person.name)}</h1>
        <p class="lead">{welcome ?? en.homeLead}</p>
      </div>
      {cards.length === 0 && !frame?.hasCustomers ? (
        <Empty title={en.nothingYet} help={en.nothingYetHelp} />
      ) : (
        <ul class="cards">
          {cards.map(({ module, total }) => (
            <Card href={`/records/${module}`} title={en.modules[module]} total={total} />
          ))}
          {frame?.hasCustomers && <Card href="/customers" title={en.customers} about={en.customersAbout} />}
          <Card href="/me" title={en.me} about={en.meAbout} />
        </ul>
      )}
    </Layout>
  );
}

function Card({
  href,
  title,
  total,
  about,
}: {
  href: string;
  title: string;
  total?: ModuleCard['total'];
  about?: string;
}): VNode {
  return (
    <li class="card">
      <a href={href}>{title}</a>
      {total && <p class={total.count ? 'count' : 'count none'}>{en.count(total.count, total.more)}</p>}
      {about && <p class="about">{about}</p>}
    </li>
  );
}
