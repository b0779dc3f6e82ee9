/** What went wrong with the local PostgreSQL; stable, for code and for searching. */
export type LocalPostgresErrorCode =
  | 'LOCAL_POSTGRES_PACKAGE_MISSING'
  | 'LOCAL_POSTGRES_USER_MISSING'
  | 'LOCAL_POSTGRES_DATA_FOLDER'
  | 'LOCAL_POSTGRES_LOCKED'
  | 'LOCAL_POSTGRES_INIT_FAILED'
  | 'LOCAL_POSTGRES_START_FAILED'
  | 'LOCAL_POSTGRES_PASSWORD'
  | 'LOCAL_POSTGRES_STOP_FAILED';

/** The local PostgreSQL cannot do what was asked: the message says why and what to do. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError';
  readonly code: LocalPostgresErrorCode;
  readonly remedy: string;

  constructor(
    code: LocalPostgresErrorCode,
    { sentence, remedy, cause }: { sentence: string; remedy: string; cause?: unknown },
  ) {
    super(`${sentence} ${remedy}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}
