import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord, Rights } from './crm-service-data.js';
import { CrmServiceError, notFound } from './crm-service-error.js';
import type { CrmServiceState } from './crm-service-state.js';

/** One call of one CRM user: the state, seen through what this user's token may do (crm-service.md §2). */
export class Session {
  private readonly rights: Rights;

  constructor(
    readonly state: CrmServiceState,
    readonly userId: string,
  ) {
    this.rights = state.rightsOf(userId);
  }

  may(verb: 'noRead' | 'noWrite' | 'noDelete', module: string): boolean {
    // What profiles say is written through the profiles alone.
    if (verb !== 'noRead' && module.startsWith('portal_profile_')) return false;
    return !this.rights[verb].includes(module) && !this.rights.noRead.includes(module);
  }

  check(verb: 'noRead' | 'noWrite' | 'noDelete', module: string): void {
    this.state.schema(module);
    if (!this.may(verb, module)) throw this.forbidden(TEXTS.forbidden(module));
  }

  checkReporting(): void {
    if (this.rights.noReporting) throw this.forbidden(TEXTS.noReporting);
  }

  all(module: string): CrmRecord[] {
    this.check('noRead', module);
    return this.state.all(module).filter(({ id }) => !this.hides(module, id));
  }

  get(module: string, id: string): CrmRecord {
    this.check('noRead', module);
    if (this.hides(module, id)) throw notFound(TEXTS.notFound);
    return this.state.get(module, id);
  }

  /** What a relation points to, of those that this user may read. */
  sees(module: string, id: string): boolean {
    return this.may('noRead', module) && !this.hides(module, id) && !!this.state.find(module, id);
  }

  private hides(module: string, id: string): boolean {
    return this.rights.hidden.includes(`${module}/${id}`);
  }

  private forbidden(text: string): CrmServiceError {
    return new CrmServiceError(this.state.assumptions.forbiddenStatus, text);
  }
}

/** Whose token it is; a token that is missing, unknown, revoked or over is answered 401. */
export function openSession(state: CrmServiceState, authorization: string | undefined): Session {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  const token = state.data.tokens.find((each) => each.token === given && !each.revoked);
  const over = token?.expires !== undefined && Date.parse(token.expires) <= state.now().getTime();
  if (!token || over) throw new CrmServiceError(401, TEXTS.invalidToken);
  return new Session(state, token.userId);
}
