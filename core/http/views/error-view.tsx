import type { ComponentChildren, VNode } from 'preact';

import { en } from '../messages/en.js';
import { Layout, type Around } from './layout.js';

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
    {en.failedHelp} <code>{reference}</code>
  </Message>
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
  return (
    <Layout {...around} title={title}>
      <div class="head">
        <h1>{title}</h1>
        <p class="lead">{children}</p>
      </div>
      <a class="button" href="/">
        {en.toHome}
      </a>
    </Layout>
  );
}
