import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

import { Fault } from '../contract/contract.js';

const deepest = 100;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  // The names of XML and numbers; what a document would declare itself is refused below.
  htmlEntities: true,
  maxNestedTags: deepest,
});

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/**
 * An XML document as a value: elements are members by name, attributes members with an `@`, text is text, an element
 * that comes twice is a list. Undefined where it is no well-formed XML. A document with a DOCTYPE is not read (S43:
 * XML without entities).
 */
export function parseXml(text: string): unknown {
  if (/<!doctype\s(?!html)/i.test(text.slice(0, 10_000)))
    throw unread('The answer declares entities of its own and was not read.');
  if (XMLValidator.validate(text) !== true) return undefined;
  try {
    return parser.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unread(`The answer was not read: ${reason.replace(/\.$/, '')}.`);
  }
}

const unread = (sentence: string): Fault => new Fault('contract', sentence, { details: { unread: true } });

/** A value as an XML document, by the same form as `parseXml` reads; text is escaped. */
export const buildXml = (value: Readonly<Record<string, unknown>>): string => builder.build(value);
