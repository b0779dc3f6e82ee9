import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { MobiworkError } from './mobiwork-error.js';

type Parsed = string | Parsed[] | { [name: string]: Parsed };

// `htmlEntities` is what makes the parser read numeric references such as `&#233;`.
const parser = new XMLParser({ parseTagValue: false, htmlEntities: true, ignoreDeclaration: true });

/** An element of a request. Names count as they are listed; unknown elements have no effect. */
export class XmlInput {
  private constructor(private readonly parsed: Parsed) {}

  /** Reads a body's `<request>`; a body without text is an empty one. */
  static read(body: string): XmlInput {
    if (body.trim() === '') return new XmlInput('');
    if (/<!DOCTYPE/i.test(body) || XMLValidator.validate(body) !== true) throw new MobiworkError('notXml');
    const request = new XmlInput(parser.parse(body) as Parsed).child('request');
    if (!request) throw new MobiworkError('notXml', 'no request element');
    return request;
  }

  /** What the query of a GET says, as if it stood in a body. */
  static ofQuery(query: URLSearchParams): XmlInput {
    return new XmlInput(Object.fromEntries(query));
  }

  child(name: string): XmlInput | undefined {
    return this.children(name)[0];
  }

  children(name: string): XmlInput[] {
    if (typeof this.parsed === 'string' || Array.isArray(this.parsed)) return [];
    if (!Object.hasOwn(this.parsed, name)) return [];
    const found = this.parsed[name] ?? [];
    return (Array.isArray(found) ? found : [found]).map((each) => new XmlInput(each));
  }

  /** The text of an element: `undefined` without the element, null if it is empty or says `null`. */
  text(name: string): string | null | undefined {
    const found = this.child(name)?.parsed;
    if (found === undefined) return undefined;
    return typeof found !== 'string' || found === '' || found === 'null' ? null : found;
  }

  number(name: string): number | null | undefined {
    const text = this.text(name);
    if (typeof text !== 'string') return text;
    const number = Number(text);
    if (!Number.isInteger(number)) throw new MobiworkError('invalid', `${name} ${text}`);
    return number;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw new MobiworkError('invalid', `${name} ${text}`);
    return text === 'true';
  }

  /** Every element's text by name: the fields of a form. */
  texts(): Record<string, string | null> {
    if (typeof this.parsed === 'string' || Array.isArray(this.parsed)) return {};
    return Object.fromEntries(Object.keys(this.parsed).map((name) => [name, this.text(name) ?? null]));
  }
}
