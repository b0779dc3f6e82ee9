import type { SettingsSchema } from 'portico/contract';

export interface VtigerSettings {
  url: string;
  user: string;
  accessKey: string;
  owner?: string;
  accountRecords?: boolean;
  portalModules?: string[];
  closed?: Record<string, string[]>;
  detailDays?: number;
  keyFields?: { contact?: string; ticket?: string };
}

const vendorId = { type: 'string', pattern: '^[0-9]+x[0-9]+$' };
const column = { type: 'string', pattern: '^[a-z][a-z0-9_]*$' };

export const settings: SettingsSchema = {
  type: 'object',
  required: ['url', 'user', 'accessKey'],
  additionalProperties: false,
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'The address above webservice.php.' },
    user: { type: 'string', minLength: 1, description: 'The user whose access key is used.' },
    accessKey: { type: 'string', minLength: 1, secret: true, description: "From the user's preferences." },
    owner: { ...vendorId, description: 'User or group that owns what the portal makes. Default: the user.' },
    accountRecords: {
      type: 'boolean',
      default: true,
      description: 'A person sees the records of their account too, not only those that name them.',
    },
    portalModules: {
      type: 'array',
      items: { type: 'string' },
      description: 'What the portal shows. Default: all but opportunities and price books.',
    },
    closed: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'string' } },
      description: 'By module, the statuses that end a record; in place of those in assumed.ts.',
    },
    detailDays: {
      type: 'integer',
      minimum: 0,
      description: 'Closed records untouched for longer are read without what costs a call each. Default 90.',
    },
    keyFields: {
      type: 'object',
      additionalProperties: false,
      properties: { contact: column, ticket: column },
      description: 'A text column that takes the key of each create, so that none is made twice.',
    },
  },
};
