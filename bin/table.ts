/** Text by columns: as wide as their widest cell, two blanks apart; a column of numbers is flushed right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [
    head.map((each) => each.toUpperCase()),
    ...rows.map((row) => row.map((cell) => textOf(cell))),
  ];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const right = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  return lines
    .map((line) =>
      line
        .map((text, column) => pad(text, widths[column] ?? 0, right[column] ?? false))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export type Cell = string | number | null | undefined;

/** Names and values below each other, the values aligned; what has no value is left out. */
export function pairs(list: readonly (readonly [string, Cell])[], indent = ''): string {
  const given = list.filter(([, value]) => value !== undefined && value !== null && value !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given
    .map(
      ([name, value]) =>
        `${indent}${name.padEnd(width)}  ${indented(textOf(value, false), indent.length + width + 2)}`,
    )
    .join('\n');
}

/** "1 contact", "2 contacts", "3 price books" */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** Shortens a text to so many characters. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const indented = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

function textOf(cell: Cell, oneLine = true): string {
  const text = cell === null || cell === undefined || cell === '' ? '-' : String(cell);
  return oneLine ? text.replace(/\s+/g, ' ') : text;
}

const pad = (text: string, width: number, right: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? blanks + text : text + blanks;
};

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** Columns on a terminal: East Asian signs take two, marks on a letter none. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += /\p{M}/u.test(sign) ? 0 : wide.test(sign) ? 2 : 1;
  return width;
}
