import type { SettingsSchema } from 'portico/contract';

export interface CrmSettings {
  url: string;
  token: string;
  zone?: string;
  tickets?: 'own' | 'account';
  files?: 'public' | 'all';
  keyField?: string;
  closed?: Record<string, string[]>;
  names?: Record<string, Record<string, string>>;
}

export const settings: SettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'token'],
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://',
      title: 'Address',
      description: 'Where the API is: https://customer.crmservice.fi/api/v1',
    },
    token: {
      type: 'string',
      minLength: 1,
      secret: true,
      title: 'Token',
      description: 'Of a CRM user who may read what the portal shows.',
    },
    zone: {
      type: 'string',
      minLength: 1,
      title: 'Time zone',
      description: 'Of times that come without one, by its IANA name. Default: Europe/Helsinki.',
    },
    tickets: {
      enum: ['own', 'account'],
      default: 'own',
      title: 'Support requests',
      description: "Which ones a person sees: those in their name, or all of their account's.",
    },
    files: {
      enum: ['public', 'all'],
      default: 'public',
      title: 'Files',
      description: 'Which files of a record people see: none whose access type is Internal, or all.',
    },
    keyField: {
      type: 'string',
      pattern: '^cf_[a-z0-9_]+$',
      title: 'Key field',
      description:
        'A custom text field that takes the key of each record made here, so that none is made twice.',
    },
    closed: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'string' } },
      title: 'Closed statuses',
      description: 'By module (ticket, invoice, …), the statuses that end a record.',
    },
    names: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
      title: 'Field names',
      description:
        'By module of the CRM and slot (see assumed.ts), the attribute to use: {"invoices": {"due": "cf_due"}}.',
    },
  },
};
