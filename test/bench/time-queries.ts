import pg from 'pg';

export interface QueryTime {
  sql: string;
  calls: number;
  /** From being sent to being answered, waiting behind others included. */
  ms: number;
}

/** From now on every statement of this process is timed; the list grows as they are answered. */
export function timeQueries(): QueryTime[] {
  const times: QueryTime[] = [];
  const bySql = new Map<string, QueryTime>();
  const { prototype } = pg.Client as unknown as { prototype: { query: (...args: unknown[]) => unknown } };
  const { query } = prototype;
  prototype.query = function timed(...args) {
    const [first] = args;
    const sql = (typeof first === 'string' ? first : String((first as { text?: string }).text))
      .replace(/\s+/g, ' ')
      .slice(0, 150);
    let time = bySql.get(sql);
    if (!time) {
      time = { sql, calls: 0, ms: 0 };
      bySql.set(sql, time);
      times.push(time);
    }
    const mine = time;
    const started = performance.now();
    const done = (): void => {
      mine.calls += 1;
      mine.ms += performance.now() - started;
    };
    const last = args.at(-1);
    // The pool calls back; a client inside a transaction answers a promise.
    if (typeof last === 'function')
      args[args.length - 1] = (...answer: unknown[]): void => {
        done();
        (last as (...answer: unknown[]) => void)(...answer);
      };
    const answer = query.apply(this, args);
    if (answer instanceof Promise) void answer.finally(done).catch(() => undefined);
    return answer;
  };
  return times;
}
