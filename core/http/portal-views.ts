/** What every page knows. */
export interface PageModel {
  hubName: string;
}

export interface SignInForm extends PageModel {
  /** A sentence about what went wrong at the last try; the same for every account (S15). */
  problem?: string;
  notice?: string;
}

/**
 * `password`: choose one and agree; `join`: agree; `over`: the link is good no more, whyever, and where there
 * is mail a field `renew` asks for a new one; `renewed`: it was asked for. Forms post to the page's own
 * address.
 */
export type AcceptForm = PageModel &
  (
    | { state: 'password' | 'join'; address: string; problem?: string }
    | { state: 'over'; renews: boolean }
    | { state: 'renewed' }
  );

/** Pages as functions from data to escaped markup; the routes know nothing else of them. */
export interface PortalViews {
  signIn(form: SignInForm): string;
  accept(form: AcceptForm): string;
}
