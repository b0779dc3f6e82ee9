import type { ComponentChildren, VNode } from 'preact';

import { en } from '../messages/en.js';
import { Layout, type Around } from './layout.js';
import { NarrowForm } from './narrow-form.js';

/** The one page for what is unknown, hidden, or another person's (S17): nothing in it says which. */
export const notFoundView = (around: Around): VNode => (
  <Message around={around} title={en.notFound}>
    {en.notFoundHelp}
  </Message>
);

/** An address that cannot be followed, with a sentence that says why. */
export const badRequestView = ({ sentence, ...around }: Around & { sentence: string }): VNode => (
  <Message around={around} title={en.badRequest}>
    {sentence}
  </Message>
);

/** What nobody foresaw; the log has the rest under the same reference (S45). */
export const errorView = ({ reference, ...around }: Around & { reference: string }): VNode => (
  <Message around={around} title={en.failed}>
    {en.failedHelp}
    <br />
    <code>{reference}</code>
  </Message>
);

/** What was sent and is not taken. */
export const refusedView = ({ status, ...around }: Around & { status: number }): VNode => (
  <Message around={around} title={en.refused}>
    {en.refusedHelp[status] ?? en.refusedHelp[400]}
  </Message>
);

/** What the reader may see, but has narrowed away: the way back to it. */
export const outsideView = ({ next, ...around }: Around & { next: string }): VNode => (
  <Layout {...around} title={en.outside}>
    <section class="head">
      <h1>{en.outside}</h1>
      <p class="lead">{en.outsideHelp(around.company ?? '')}</p>
      <NarrowForm csrf={around.csrf} label={en.allCompanies} next={next} />
    </section>
  </Layout>
);

function Message({
  around,
  title,
  children,
}: {
  around: Around;
  title: string;
  children: ComponentChildren;
}): VNode {
  // Without a navigation around it, it looks like the other pages before the door.
  const isDoor = around.frame === undefined;
  return (
    <Layout {...around} title={title}>
      <section class={isDoor ? 'panel narrow' : 'head'}>
        <h1>{title}</h1>
        <p class="lead">{children}</p>
        <p>
          <a class="button" href="/">
            {en.toHome}
          </a>
        </p>
      </section>
    </Layout>
  );
}
