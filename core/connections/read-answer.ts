import { Fault, type VendorAnswer } from '../contract/contract.js';
import type { WireAnswer } from './send-request.js';
import { parseXml } from './xml.js';

/** The language of a vendor's answers. */
export type AnswerFormat = 'json' | 'xml';

/** Why an answer has no body: it is cut short, or is not of the vendor's language at all. */
export type Flaw = 'empty' | 'truncated' | 'alien';

const deepest = 100;

/** Reads an answer as text in its own character set, and as JSON or XML if it is some (S43: not nested too deep). */
export function readAnswer(
  { status, headers, bytes }: WireAnswer,
  format: AnswerFormat = 'json',
): { answer: VendorAnswer; flaw?: Flaw } {
  const text = decode(bytes, headers['content-type']);
  const answer = { status, headers, body: undefined, text };
  const begin = text.trimStart();
  if (begin === '') return { answer, flaw: 'empty' };
  if (format === 'xml') {
    // A web page may be well-formed XML and is none of the vendor's all the same.
    const body = isPage(begin) ? undefined : parseXml(text);
    if (body !== undefined) return { answer: { ...answer, body } };
    return { answer, flaw: isCutXml(begin) ? 'truncated' : 'alien' };
  }
  const isOpen = begin.startsWith('{') || begin.startsWith('[');
  if (isOpen && isDeeperThan(text, deepest))
    throw new Fault('contract', `The answer is nested deeper than ${deepest} levels and was not read.`, {
      details: { unread: true },
    });
  try {
    return { answer: { ...answer, body: JSON.parse(text) as unknown } };
  } catch (error) {
    const isCut = isOpen && /end of JSON|Unterminated/.test(String(error));
    return { answer, flaw: isCut ? 'truncated' : 'alien' };
  }
}

const isPage = (begin: string): boolean => /^(<\?[^>]*\?>\s*)?(<!doctype html|<html[\s>])/i.test(begin);

/** Begins as XML (and no web page), and its first element is never closed. */
function isCutXml(begin: string): boolean {
  const root = /^(?:<\?[^>]*\?>\s*)?<([\w:.-]+)/.exec(begin)?.[1];
  return root !== undefined && !isPage(begin) && !begin.trimEnd().endsWith(`</${root}>`);
}

/** The first words a person would see of a page, without tags. */
export function visibleText(text: string): string {
  return text
    .replace(/<!--[^]*?(-->|$)|<(script|style)\b[^]*?(<\/\2\s*>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(nbsp|#160);/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function decode(bytes: Buffer, type = ''): string {
  const charset = /charset="?([\w.:-]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const quote = 0x22;
const backslash = 0x5c;
// `[` and `{`, `]` and `}` differ from one another in this one bit.
const square = 0x5b;
const closing = 0x5d;
const curlyBit = 0x20;

/** Counts brackets without parsing: what is nested a million deep must not become a value first. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === quote) {
      at = endOfText(text, at);
      if (at < 0) return false;
    } else if ((sign & ~curlyBit) === square) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((sign & ~curlyBit) === closing) depth -= 1;
  }
  return false;
}

/** Where the text that begins at `from` ends; -1 if it does not. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}
