import type { SettingsSchema } from 'portico/contract';

import { assumed, type Capability } from './assumed.js';

export interface MobiworkSettings {
  url: string;
  clientId: string;
  version?: string;
  apiLoginId: string;
  apiPassword: string;
  userId?: string;
  zone?: string;
  currency?: string;
  workOrderTypeId?: string;
  flags?: Partial<Record<Capability, string>>;
  closed?: Record<string, string[]>;
  filters?: 'plain' | 'wrapped';
  payments?: 'recorded' | 'manual';
  callsPerSecond?: number;
}

const number = { type: 'string', pattern: '^[0-9]+$' };

export const settings: SettingsSchema = {
  type: 'object',
  required: ['url', 'clientId', 'apiLoginId', 'apiPassword'],
  additionalProperties: false,
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://',
      description: 'The address above /api/rest: https://www.mobiwork.com or https://platform.mobiwork.com.',
    },
    clientId: { ...number, description: "The tenant's number." },
    version: {
      type: 'string',
      pattern: '^[0-9]+([.][0-9]+)*$',
      default: assumed.version,
      description: 'The version in the address of the API.',
    },
    apiLoginId: { type: 'string', minLength: 1, description: 'From Settings, Connectors, REST API.' },
    apiPassword: { type: 'string', minLength: 1, secret: true, description: 'From the same place.' },
    userId: { ...number, description: 'Staff user to act as. Default: an active global administrator.' },
    zone: {
      type: 'string',
      minLength: 1,
      default: assumed.zone,
      description: "The tenant's time zone (America/New_York). MobiWork's dates do not say theirs.",
    },
    currency: {
      type: 'string',
      pattern: '^[A-Z]{3}$',
      default: assumed.currency,
      description: 'The currency of all amounts, which come without one.',
    },
    workOrderTypeId: { ...number, description: 'The type of work orders made in the portal.' },
    flags: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.keys(assumed.flags).map((name) => [
          name,
          { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$' },
        ]),
      ),
      description: "The element of a contact for each portal permission, where it is not the plugin's guess.",
    },
    closed: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'string' } },
      description: 'By module (workOrder, invoice, quote), the statuses that end a record.',
    },
    filters: {
      enum: ['plain', 'wrapped'],
      default: 'plain',
      description: 'Do filters of invoices and estimates stand in an element <invoice>, <estimate>?',
    },
    payments: {
      enum: ['recorded', 'manual'],
      default: 'recorded',
      description:
        'Is a payment of the portal recorded with its invoice, or a step for staff? No money is moved.',
    },
    callsPerSecond: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: assumed.callsPerSecond,
      description: 'How many calls a second the tenant is asked; MobiWork names no limit.',
    },
  },
};
