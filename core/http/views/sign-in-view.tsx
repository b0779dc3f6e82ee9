import type { VNode } from 'preact';

import { en } from '../messages/en.js';
import type { SignInForm } from '../portal-views.js';
import { faulty, FormError } from './form-error.js';
import { Layout, type Site } from './layout.js';

export interface SignInModel {
  site: Site;
  form: SignInForm;
}

/** The door. What was typed does not come back: every answer is the same for every account (S15). */
export function signInView({ site, form: { problem, notice, next } }: SignInModel): VNode {
  return (
    <Layout site={site} title={problem === undefined ? en.signIn : en.problemIn(en.signIn)}>
      <section class="panel narrow">
        <h1>{en.signIn}</h1>
        <p class="lead">{en.signInLead}</p>
        {notice && (
          <p class="notice done" role="status">
            {en[notice]}
          </p>
        )}
        <form method="post" action="/sign-in">
          <FormError error={problem} />
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          <label>
            {en.login}
            <input
              name="login"
              autoComplete="username"
              autoCapitalize="none"
              spellcheck={false}
              required
              {...faulty(problem)}
            />
          </label>
          <label>
            {en.password}
            <input
              type="password"
              name="password"
              autoComplete="current-password"
              required
              {...faulty(problem)}
            />
          </label>
          <button type="submit">{en.signIn}</button>
        </form>
      </section>
    </Layout>
  );
}
