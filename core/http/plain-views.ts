import type { AcceptForm, PortalViews, SignInForm } from './portal-views.js';

/** The least that works in every browser, without style or script. */
export const plainViews: PortalViews = {
  signIn: ({ hubName, problem, notice }: SignInForm) =>
    page(
      `Sign in to ${hubName}`,
      `${said(notice)}${said(problem, 'alert')}
<form method="post" action="/sign-in">
<p><label>E-mail address or user name<br>
<input name="login" autocomplete="username" autocapitalize="none" required></label></p>
<p><label>Password<br>
<input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Sign in</button></p>
</form>`,
    ),
  accept: (form: AcceptForm) => {
    if (form.state === 'renewed')
      return page('Look into your mail', '<p>If this link was yours, a new one is on its way.</p>');
    if (form.state === 'over')
      return page(
        'This link is over',
        `<p>It was used, or is too old.</p>${form.renews ? renewal : '<p>Ask for a new one.</p>'}`,
      );
    return page(
      `Your access to ${form.hubName}`,
      `${said(form.problem, 'alert')}
<form method="post">
<p><label>You sign in as<br>
<input name="login" value="${escaped(form.address)}" autocomplete="username" readonly></label></p>
${form.state === 'password' ? newPassword : ''}
<p><button>Accept</button></p>
</form>`,
    );
  },
};

const renewal = '<form method="post"><p><button name="renew" value="1">Mail me a new one</button></p></form>';

const newPassword = `<p><label>Choose a password of at least 8 characters<br>
<input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title></head>
<body><main>
<h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`;

const said = (sentence: string | undefined, role = 'status'): string =>
  sentence === undefined ? '' : `<p role="${role}">${escaped(sentence)}</p>`;

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
