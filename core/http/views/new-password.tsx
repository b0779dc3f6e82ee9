import type { ComponentChildren, VNode } from 'preact';

import { en } from '../messages/en.js';
import type { FormProblem } from '../portal-views.js';

/** A new password, twice, with what it must be like in words and what is wrong with it beside it. */
export function NewPassword({ problem }: { problem: FormProblem | undefined }): VNode {
  return (
    <>
      <Password name="password" label={en.newPassword} problem={problem} help="password-rules">
        <div id="password-rules">
          <ul class="rules">
            {en.passwordRules.map((rule) => (
              <li>{rule}</li>
            ))}
          </ul>
          <p class="tip">{en.passwordTip}</p>
        </div>
      </Password>
      <Password name="repeat" label={en.repeatPassword} problem={problem} />
    </>
  );
}

function Password({
  name,
  label,
  problem,
  help,
  children,
}: {
  name: 'password' | 'repeat';
  label: string;
  problem: FormProblem | undefined;
  help?: string;
  children?: ComponentChildren;
}): VNode {
  const error = problem?.field === name ? problem.sentence : undefined;
  const id = `${name}-error`;
  const described = [...(error === undefined ? [] : [id]), ...(help ? [help] : [])].join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        type="password"
        id={name}
        name={name}
        autoComplete="new-password"
        required
        {...(described && { 'aria-describedby': described })}
        {...(error !== undefined && { 'aria-invalid': 'true' as const, autoFocus: true })}
      />
      {error !== undefined && (
        <p class="field-error" id={id}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}
