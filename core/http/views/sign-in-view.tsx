import type { VNode } from 'preact';

import { en } from '../messages/en.js';
import { faulty, FormError } from './form-error.js';
import { Layout, type Around } from './layout.js';

export interface SignInModel extends Pick<Around, 'site' | 'csrf'> {
  /** Where the form is posted to. */
  action: string;
  /** One sentence, the same for every reason (S15). */
  error?: string | undefined;
  login?: string | undefined;
  next?: string | undefined;
  /** A sentence about what has just been done: signed out, password set. */
  notice?: string | undefined;
  forgotPassword?: string | undefined;
  forgotName?: string | undefined;
}

/** The door. */
export function signInView({ site, csrf, action, error, login, next, notice, ...links }: SignInModel): VNode {
  return (
    <Layout site={site} title={en.signIn}>
      <section class="panel narrow">
        <h1>{en.signIn}</h1>
        <p class="lead">{en.signInLead}</p>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        <form method="post" action={action}>
          <FormError error={error} />
          {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          <label>
            {en.login}
            <input
              name="login"
              value={login}
              autoComplete="username"
              autoCapitalize="none"
              spellcheck={false}
              required
              {...faulty(error)}
            />
          </label>
          <label>
            {en.password}
            <input
              type="password"
              name="password"
              autoComplete="current-password"
              required
              {...faulty(error)}
            />
          </label>
          <button type="submit">{en.signIn}</button>
        </form>
        <Forgotten {...links} />
      </section>
    </Layout>
  );
}

function Forgotten({
  forgotPassword,
  forgotName,
}: Pick<SignInModel, 'forgotPassword' | 'forgotName'>): VNode | null {
  if (!forgotPassword && !forgotName) return null;
  return (
    <p class="aside">
      {forgotPassword && <a href={forgotPassword}>{en.forgotPassword}</a>}
      {forgotName && <a href={forgotName}>{en.forgotName}</a>}
    </p>
  );
}
