/** An answer of the vendor's, changed into one of another form. */
export interface WrongAnswer {
  what: string;
  alter(text: string): string;
  /** Some vendors say by it that there is nothing. */
  mayMeanNothing?: true;
}

const odd = { unexpected: true };

/** Well-formed answers that are not what anybody expects. */
export const wrongAnswers: readonly WrongAnswer[] = [
  ...['null', '[]', '"text"', '42'].map((body) => ({
    what: `${body} instead of the answer`,
    alter: instead(body),
  })),
  { what: '{} instead of the answer', alter: instead('{}'), mayMeanNothing: true },
  {
    what: 'an object for every value',
    alter: (text) => inJson(text, (value) => (typeof value === 'object' && value !== null ? value : odd)),
  },
  {
    what: 'a text for every list',
    alter: (text) => inJson(text, (value) => (Array.isArray(value) ? 'odd' : value)),
  },
  {
    what: 'numbers in every list',
    alter: (text) => inJson(text, (value) => (Array.isArray(value) ? [1, 2] : value)),
  },
];

function instead(body: string): (text: string) => string {
  return (text) => (isJson(text) ? body : '<unexpected/>');
}

const isJson = (text: string): boolean => /^\s*["[{\d]/.test(text);

/** Changes what is in a JSON text; in XML, every text becomes another. */
function inJson(text: string, change: (value: unknown) => unknown): string {
  if (!isJson(text)) return text.replace(/>[^<]+</g, '>odd<');
  try {
    return JSON.stringify(JSON.parse(text), (_name, value: unknown) => change(value));
  } catch {
    return text;
  }
}
