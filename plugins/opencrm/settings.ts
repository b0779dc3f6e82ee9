import type { Duration, SettingsSchema } from 'portico/contract';

import { components, type Component } from './components.js';

export interface OpencrmSettings {
  url: string;
  apiKey: string;
  passKey: string;
  zone?: string;
  currency?: string;
  currencies?: Record<string, string>;
  callsPerSecond?: number;
  fullEvery?: Duration;
  changedByDay?: boolean;
  leaveOut?: string[];
  owner?: string;
  keyFields?: { contact?: string; ticket?: string; company?: string };
  components?: Component[];
  linkIsEnough?: boolean;
  invoicesBy?: 'contact' | 'company' | 'both';
  hiddenInvoices?: string[];
  open?: { salesOrder?: string[]; quote?: string[] };
  closed?: Partial<Record<string, string[]>>;
  signedStatus?: string;
  signFields?: string[];
  notifyOwners?: ('invoice' | 'quote' | 'salesOrder')[];
  uploadFolder?: string;
}

const words = { type: 'array', items: { type: 'string', minLength: 1 } };
const column = { type: 'string', pattern: '^[a-z][a-z0-9_]*$' };
const currency = { type: 'string', pattern: '^[A-Z]{3}$' };

export const settings: SettingsSchema = {
  type: 'object',
  required: ['url', 'apiKey', 'passKey'],
  additionalProperties: false,
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'https://<your system>.opencrm.co.uk' },
    apiKey: { type: 'string', minLength: 1, secret: true, description: 'From OpenCRM support (KEY1).' },
    passKey: { type: 'string', minLength: 1, secret: true, description: 'From OpenCRM support (KEY2).' },
    zone: { type: 'string', minLength: 1, description: 'Zone of its times. Default Europe/London.' },
    currency: { ...currency, description: 'Of amounts that name none. Default GBP.' },
    currencies: {
      type: 'object',
      additionalProperties: currency,
      description: 'Codes by the id of a currency in OpenCRM, where it has several.',
    },
    callsPerSecond: { type: 'integer', minimum: 1, maximum: 50, description: 'Default 2.' },
    fullEvery: {
      type: 'string',
      pattern: '^[0-9]+[smhd]$',
      description: 'How often everything is read. Default: in every run; with changedByDay 1d.',
    },
    changedByDay: {
      type: 'boolean',
      default: false,
      description:
        'Between full reads ask for what was changed today and yesterday. Only where OpenCRM answers modifiedtime.',
    },
    leaveOut: { ...words, description: 'Modules that are not read: event, opportunity, product, …' },
    owner: {
      type: 'string',
      pattern: '^[0-9]+$',
      description: 'Id of the user who owns what the portal makes.',
    },
    keyFields: {
      type: 'object',
      additionalProperties: false,
      properties: { contact: column, ticket: column, company: column },
      description:
        'A custom text field that takes the key of each create. Default: a mark in the description.',
    },
    components: {
      type: 'array',
      items: { enum: Object.keys(components) },
      description: 'Portal components that everybody has; others are granted person by person.',
    },
    linkIsEnough: {
      type: 'boolean',
      default: false,
      description: 'Show linked records of modules whose answers lack showonportal.',
    },
    invoicesBy: {
      enum: ['contact', 'company', 'both'],
      default: 'both',
      description: 'Whether an invoice belongs to its contact or to the whole company.',
    },
    hiddenInvoices: { ...words, description: 'Invoice statuses never shown. Default Cancelled, Draft.' },
    open: {
      type: 'object',
      additionalProperties: false,
      properties: { salesOrder: words, quote: words },
      description: 'Statuses that wait for the customer and can be signed. Default for orders: Open.',
    },
    closed: {
      type: 'object',
      additionalProperties: words,
      description: 'By module, the statuses that end a ticket, project, invoice, opportunity or event.',
    },
    signedStatus: { type: 'string', minLength: 1, description: 'Status after signing. Default eSigned.' },
    signFields: { ...words, description: 'What a contact must have before signing.' },
    notifyOwners: {
      type: 'array',
      items: { enum: ['invoice', 'quote', 'salesOrder'] },
      description: 'Tell the assigned user when a customer views or downloads one.',
    },
    uploadFolder: {
      type: 'string',
      minLength: 1,
      description: 'Folder of what people upload. Default Uploads.',
    },
  },
};
