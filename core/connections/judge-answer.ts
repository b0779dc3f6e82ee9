import { Fault, type FaultKind, type VendorAnswer } from '../contract/contract.js';
import { visibleText, type AnswerFormat, type Flaw } from './read-answer.js';

/** What a status says where the plugin says nothing (`Transport.fault`); undefined is a good answer. */
export function judgeAnswer(
  {
    method,
    url,
    answer,
    flaw,
    format = 'json',
  }: {
    method: string;
    url: URL;
    answer: VendorAnswer;
    flaw?: Flaw | undefined;
    format?: AnswerFormat | undefined;
  },
  redact: (text: string) => string,
): Fault | undefined {
  const { status, headers } = answer;
  const said = (): string => quoteText(answer.text, redact);
  if (status >= 300 && status < 400) return redirected(headers['location'], status, url);
  // A page instead of data says that the address is wrong, not that a record is gone.
  if (status === 404 && flaw)
    return new Fault('config', `The vendor answered 404${said()}: there is no such address.`);
  if (status >= 400) return new Fault(kindOf(status), `The vendor answered ${status}${said()}.`);
  if (!flaw || (flaw === 'empty' && mayBeEmpty(method, status))) return undefined;
  if (flaw === 'empty') return new Fault('transient', `The vendor answered ${status} and nothing else.`);
  if (flaw === 'truncated')
    return new Fault(
      'transient',
      `The vendor's ${format.toUpperCase()} ends in the middle, after ${answer.text.length} characters.`,
    );
  const type = headers['content-type'] ?? 'no content type';
  return new Fault(
    'transient',
    `The vendor answered ${status} with ${type} instead of ${format.toUpperCase()}${said()}.`,
  );
}

/** The moment that a Retry-After header names, in seconds or as a date. */
export function retryAfter(headers: VendorAnswer['headers'], now: Date): Date | undefined {
  const said = headers['retry-after']?.trim();
  if (!said) return undefined;
  const at = /^\d+$/.test(said) ? now.getTime() + Number(said) * 1000 : Date.parse(said);
  // Beyond what a Date holds there is no moment.
  return Number.isNaN(new Date(at).getTime()) ? undefined : new Date(at);
}

function kindOf(status: number): FaultKind {
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 404) return 'notFound';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'transient' : 'contract';
}

/** A GET or POST answered with nothing at all is a vendor that fell over while it said 200. */
const mayBeEmpty = (method: string, status: number): boolean =>
  status !== 200 || (method !== 'GET' && method !== 'POST');

function redirected(location: string | undefined, status: number, from: URL): Fault {
  const target =
    location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const where = target ? `to ${target.protocol}//${target.host}` : 'to nowhere';
  return new Fault(
    'config',
    `The vendor sends calls on ${where} (${status}), which is not followed. ` +
      'Set the address that answers itself.',
    { details: { redirect: target?.host } },
  );
}

const shownFrom = 20_000;
const shown = 80;

/** Redacted before it is cut: half a secret is one too. */
function quoteText(text: string, redact: (text: string) => string): string {
  const words = redact(visibleText(text.slice(0, shownFrom))).slice(0, shown);
  return words ? `: "${words}"` : '';
}
