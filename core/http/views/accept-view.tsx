import type { ComponentChildren, VNode } from 'preact';

import { en } from '../messages/en.js';
import type { AcceptForm } from '../portal-views.js';
import { Layout, type Site } from './layout.js';
import { NewPassword } from './new-password.js';

export interface AcceptModel {
  site: Site;
  form: AcceptForm;
}

type OpenForm = Extract<AcceptForm, { address: string }>;

/** What is behind the link of an invitation; looking at it uses nothing up (S11). */
export function acceptView({ site, form }: AcceptModel): VNode {
  if (form.state === 'over') return <Over site={site} renews={form.renews} />;
  if (form.state === 'renewed')
    return (
      <Door site={site} title={en.linkRenewed} lead={en.linkRenewedHelp}>
        <ToSignIn />
      </Door>
    );
  return <Open site={site} form={form} />;
}

function Open({ site, form }: { site: Site; form: OpenForm }): VNode {
  const { state, system, address, problem } = form;
  const { title, lead, button } = en.acceptance[state];
  return (
    <Door site={site} title={title} lead={lead(system)} problem={problem !== undefined}>
      <form method="post">
        {problem && problem.field === undefined && (
          <p class="notice error" role="alert">
            {problem.sentence}
          </p>
        )}
        {/* Password managers keep the new password under this name. */}
        <label>
          {en.youSignInAs}
          <input name="login" value={address} autoComplete="username" readOnly />
        </label>
        {state !== 'join' && <NewPassword problem={problem} />}
        <button type="submit">{button}</button>
      </form>
    </Door>
  );
}

/** A link that is good no more looks the same whatever ended it (S15), and names nobody (S14). */
function Over({ site, renews }: { site: Site; renews: boolean }): VNode {
  return (
    <Door site={site} title={en.linkOver} lead={en.linkOverHelp}>
      {renews ? (
        <form method="post">
          <p>{en.renewHelp}</p>
          <button type="submit" name="renew" value="1">
            {en.renew}
          </button>
        </form>
      ) : (
        <p>{en.askForLink}</p>
      )}
      <ToSignIn />
    </Door>
  );
}

const ToSignIn = (): VNode => (
  <p class="aside">
    <a href="/sign-in">{en.acceptedBefore}</a>
  </p>
);

function Door({
  site,
  title,
  lead,
  problem = false,
  children,
}: {
  site: Site;
  title: string;
  lead: string;
  problem?: boolean;
  children: ComponentChildren;
}): VNode {
  return (
    <Layout site={site} title={problem ? en.problemIn(title) : title}>
      <section class="panel narrow">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {children}
      </section>
    </Layout>
  );
}
