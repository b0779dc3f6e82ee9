import type { VNode } from 'preact';

import { en } from '../messages/en.js';
import { faulty, FormError } from './form-error.js';
import { Layout, type Around } from './layout.js';

export interface AcceptModel extends Pick<Around, 'site' | 'csrf'> {
  /** Where the form is posted to. */
  action: string;
  /** Posted back: opening the page consumes nothing (S11). */
  token: string;
  /** The address that the invitation went to. */
  invited?: string | undefined;
  error?: string | undefined;
  /** What a password must be like, where the standard sentence is not enough. */
  passwordHelp?: string | undefined;
}

/** Choosing a password and with it accepting an invitation. */
export function acceptView({ site, csrf, action, token, invited, error, passwordHelp }: AcceptModel): VNode {
  return (
    <Layout site={site} title={en.accept}>
      <section class="panel narrow">
        <h1>{en.accept}</h1>
        <p class="lead">
          {invited && `${en.acceptFor(invited)} `}
          {en.acceptLead}
        </p>
        <form method="post" action={action}>
          <FormError error={error} />
          {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
          <input type="hidden" name="token" value={token} />
          {/* Password managers keep the new password under this name. */}
          {invited && <input type="hidden" name="username" value={invited} autoComplete="username" />}
          <label>
            {en.newPassword}
            <input
              type="password"
              name="password"
              autoComplete="new-password"
              minLength={8}
              required
              {...faulty(error)}
            />
          </label>
          <p class="help">{passwordHelp ?? en.passwordHelp}</p>
          <label>
            {en.repeatPassword}
            <input type="password" name="repeat" autoComplete="new-password" required {...faulty(error)} />
          </label>
          <button type="submit">{en.acceptButton}</button>
        </form>
      </section>
    </Layout>
  );
}
