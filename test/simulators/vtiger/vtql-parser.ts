import { unknownError, VtigerError } from './vtiger-error.js';
import { readTokens, type Token } from './vtql-tokens.js';

export type Operator = 'EQ' | 'NE' | 'LT' | 'LTE' | 'GT' | 'GTE' | 'LIKE' | 'IN';

export interface Condition {
  column: string;
  operator: Operator;
  values: string[];
}

export interface Query {
  columns: string[] | '*' | 'count';
  module: string;
  /** Any of these groups, of which all conditions hold: AND binds closer than OR, there are no brackets. */
  where: Condition[][];
  orderBy: string[];
  descending: boolean;
  start: number;
  count: number | undefined;
}

const operators = new Set<string>(['EQ', 'NE', 'LT', 'LTE', 'GT', 'GTE', 'LIKE', 'IN']);

/** The module a query names; the servers look for it before they parse anything (c066, c067, c072). */
export function queriedModule(query: string): string | undefined {
  return /\bfrom\s+([^\s;]+)/i.exec(query)?.[1];
}

/** Parses a query, failing as the real servers do. vtiger wants the last semicolon, coreBOS does not (V-10). */
export function parseQuery(text: string, { needsSemicolon }: { needsSemicolon: boolean }): Query {
  return new Parser(readTokens(text), needsSemicolon).query();
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly needsSemicolon: boolean,
  ) {}

  query(): Query {
    this.take('SELECT');
    const columns = this.columns();
    this.take('FROM');
    const module = this.take('COLUMNNAME').value;
    const where = this.accept('WHERE') ? this.conditions() : [];
    const orderBy: string[] = [];
    let descending = false;
    if (this.accept('ORDER')) {
      this.take('BY');
      do orderBy.push(this.take('COLUMNNAME').value);
      while (this.accept('COMMA'));
      descending = this.accept('DESC');
      if (!descending) this.accept('ASC');
    }
    const limit = this.accept('LIMIT') ? this.limit() : { start: 0, count: undefined };
    if (this.needsSemicolon || this.tokens[this.at]) this.take('SEMICOLON');
    if (this.tokens[this.at]) this.fail([]);
    return { columns, module, where, orderBy, descending, ...limit };
  }

  private columns(): Query['columns'] {
    if (this.accept('ASTERISK')) return '*';
    if (this.accept('COUNT')) {
      this.take('BRACKETOPEN');
      this.take('ASTERISK');
      this.take('BRACKETCLOSE');
      return 'count';
    }
    const columns: string[] = [];
    do columns.push(this.take('COLUMNNAME').value);
    while (this.accept('COMMA'));
    return columns;
  }

  private conditions(): Condition[][] {
    const groups: Condition[][] = [[this.condition()]];
    for (;;) {
      if (this.accept('LOGICAL_AND')) groups.at(-1)?.push(this.condition());
      else if (this.accept('LOGICAL_OR')) groups.push([this.condition()]);
      else return groups;
    }
  }

  private condition(): Condition {
    const column = this.take('COLUMNNAME').value;
    const operator = this.next()?.kind ?? '';
    if (!operators.has(operator)) this.fail([...operators]);
    this.at += 1;
    const values: string[] = [];
    if (operator === 'IN') {
      this.take('BRACKETOPEN');
      do values.push(this.take('VALUE').value);
      while (this.accept('COMMA'));
      this.take('BRACKETCLOSE');
    } else values.push(this.take('VALUE').value);
    // An empty value is more than the servers can take (c062, c063).
    if (values.includes('')) throw unknownError();
    return { column, operator: operator as Operator, values };
  }

  private limit(): { start: number; count: number } {
    const first = Number(this.take('VALUE').value);
    if (!this.accept('COMMA')) return { start: 0, count: first };
    return { start: first, count: Number(this.take('VALUE').value) };
  }

  private next(): Token | undefined {
    return this.tokens[this.at];
  }

  private accept(kind: string): boolean {
    if (this.next()?.kind !== kind) return false;
    this.at += 1;
    return true;
  }

  private take(kind: string): Token {
    const token = this.next();
    if (token?.kind !== kind) return this.fail([kind]);
    this.at += 1;
    return token;
  }

  private fail(expected: string[]): never {
    const token = this.next();
    if (token?.kind === 'STRAY') throw unknownError();
    const found = token
      ? `token '${token.value}' Unexpected ${token.kind}(${token.value})`
      : 'Unexpected end';
    const hint = expected.length > 0 ? `, expected one of: ${expected.join(',')}` : '';
    throw new VtigerError('QUERY_SYNTAX_ERROR', `Syntax Error on line 1: ${found}${hint}`);
  }
}
