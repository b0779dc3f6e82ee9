import type pg from 'pg';

import { systemClock, type Clock } from '../../../core/clock.js';
import { createVendorHttp } from '../../../core/connections/create-vendor-http.js';
import { createOutboundGuard } from '../../../core/connections/outbound-guard.js';
import { createRateBudget, type RateBudget } from '../../../core/connections/rate-budget.js';
import { createRedactor, type Redactor } from '../../../core/connections/redact.js';
import type { VendorSessions } from '../../../core/connections/vendor-sessions.js';
import {
  Fault,
  headers,
  type Limit,
  type SettingsSchema,
  type Transport,
  type VendorHttp,
} from '../../../core/contract/contract.js';
import { startSimulator, type Answer, type Call, type Simulator } from '../../simulators/simulator.js';

export interface Settings {
  base: string;
  key: string;
}

export const schema: SettingsSchema = {
  type: 'object',
  properties: { base: { type: 'string' }, key: { type: 'string', secret: true } },
};

export const marker = 'M4rker+/&"secret é';

/** A vendor that answers as the test says; the operation is method and path. */
export function startVendor(
  serve: (call: Call) => Answer | Promise<Answer> = () => ({ json: { ok: true } }),
): Promise<Simulator> {
  return startSimulator({
    operation: ({ method, url }) => `${method} ${url.pathname}`,
    serve,
    control: {},
    dump: () => ({}),
  });
}

/** A pool that must not be asked anything. */
const noPool = {
  constructor: { name: 'Pool' },
  query: () => Promise.reject(new Error('the database was asked')),
} as unknown as pg.Pool;

const noSessions: VendorSessions = {
  get: () => Promise.reject(new Error('there are no sessions here')),
};

export interface CallerOptions {
  transport?: Partial<Transport<Settings>>;
  limits?: Limit[];
  mode?: 'read' | 'write';
  key?: string;
  allow?: string[];
  budget?: RateBudget;
  sessions?: VendorSessions;
  clock?: Clock;
  signal?: AbortSignal;
  maxBytes?: number;
  account?: string;
}

/** The calls of a connection "acme" to `base`, and what was logged about them. */
export function callerOf(
  base: string,
  options: CallerOptions = {},
): { http: VendorHttp; lines: unknown[]; redact: Redactor } {
  const { limits, account, key = marker, allow = ['127.0.0.1/32'], clock = systemClock } = options;
  const settings = { base, key };
  const redact = createRedactor({ schema, settings });
  const lines: unknown[] = [];
  const line = (message: string, details?: Record<string, unknown>): void =>
    void lines.push({ message, details });
  const http = createVendorHttp<Settings>({
    plugin: {
      id: 'acme-crm',
      settings: schema,
      ...(limits && { limits: () => limits }),
      ...(account !== undefined && { account: () => account }),
      transport: {
        base: (each) => each.base,
        auth: headers(({ key }) => ({ 'x-key': Buffer.from(key).toString('hex') })),
        ...options.transport,
      },
    },
    connectionId: 'acme',
    settings,
    redact,
    outbound: createOutboundGuard({ allow }),
    budget: options.budget ?? createRateBudget({ pool: noPool, clock }),
    sessions: options.sessions ?? noSessions,
    clock,
    signal: options.signal ?? new AbortController().signal,
    log: { info: line, warn: line },
    mode: options.mode ?? 'read',
    ...(options.maxBytes !== undefined && { maxBytes: options.maxBytes }),
    firstWaitMs: 5,
  });
  return { http, lines, redact };
}

/** The Fault that a call ends with. */
export async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const outcome = await call.then(
    (answer) => new Error(`there was an answer: ${JSON.stringify(answer)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof Fault) return outcome;
  throw outcome;
}
