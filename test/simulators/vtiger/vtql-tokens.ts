/** A word of the query language, named as the servers' parser names it in its messages (c058, c068). */
export interface Token {
  kind: string;
  /** Without the quotes. */
  value: string;
}

const words = new Map(
  Object.entries({
    SELECT: 'SELECT',
    FROM: 'FROM',
    WHERE: 'WHERE',
    AND: 'LOGICAL_AND',
    OR: 'LOGICAL_OR',
    ORDER: 'ORDER',
    BY: 'BY',
    ASC: 'ASC',
    DESC: 'DESC',
    LIMIT: 'LIMIT',
    LIKE: 'LIKE',
    IN: 'IN',
    COUNT: 'COUNT',
  }),
);

const signs: Record<string, string> = {
  '*': 'ASTERISK',
  ',': 'COMMA',
  ';': 'SEMICOLON',
  '(': 'BRACKETOPEN',
  ')': 'BRACKETCLOSE',
  '=': 'EQ',
  '!=': 'NE',
  '<': 'LT',
  '<=': 'LTE',
  '>': 'GT',
  '>=': 'GTE',
};

const pattern = /\s+|'((?:[^']|'')*)'|(!=|<=|>=|[*,;()=<>])|([^\s'*,;()=<>!]+)|(.)/gsy;

/** Splits a query into its words, up to the first thing that is none (a quote that is never closed: c069). */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  for (const [text, quoted, sign, word, stray] of query.matchAll(pattern)) {
    if (stray !== undefined) {
      tokens.push({ kind: 'STRAY', value: text });
      break;
    }
    if (quoted !== undefined) tokens.push({ kind: 'VALUE', value: quoted.replaceAll("''", "'") });
    else if (sign !== undefined) tokens.push({ kind: signs[sign] ?? sign, value: sign });
    else if (word !== undefined) tokens.push({ kind: wordKind(word), value: word });
  }
  return tokens;
}

function wordKind(word: string): string {
  const known = words.get(word.toUpperCase());
  if (known) return known;
  return /^-?\d+(\.\d+)?$/.test(word) ? 'VALUE' : 'COLUMNNAME';
}
