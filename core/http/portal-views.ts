/** A sentence about what went wrong, beside the field it is about, or above all of them. */
export interface FormProblem {
  field?: 'password' | 'repeat' | undefined;
  sentence: string;
}

export interface SignInForm {
  /** What went wrong at the last try; the same for every account (S15). */
  problem?: string | undefined;
  /** What has just been done. */
  notice?: 'accepted' | undefined;
  /** The page that was asked for; it is looked at again when it comes back (S29). */
  next?: string | undefined;
}

/**
 * `choose`: a password in place of the one that staff set; `password`: choose one and agree; `join`: agree;
 * `over`: the link is good no more, whyever, and where there is mail a field `renew` asks for a new one;
 * `renewed`: it was asked for. Forms post to the page's own address.
 */
export type AcceptForm =
  | {
      state: 'password' | 'choose' | 'join';
      address: string;
      /** Whose invitation it is. */
      system: string;
      problem?: FormProblem | undefined;
    }
  | { state: 'over'; renews: boolean }
  | { state: 'renewed' };

/** What went wrong before anybody is known. */
export interface FailedPage {
  status: number;
  /** What a person quotes to find the log's line about it. */
  reference?: string | undefined;
}

/** Pages as functions from data to escaped markup; the routes know nothing else of them. */
export interface PortalViews {
  signIn(form: SignInForm): string;
  accept(form: AcceptForm): string;
  failed(page: FailedPage): string;
}
