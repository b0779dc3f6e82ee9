import type { SettingsSchema } from 'portico/contract';

/** What a customer user may do with a field (RPM-18); a field that is not named is hidden. */
export type FieldLevel = 'read' | 'edit' | 'required';

export interface RpmSettings {
  url: string;
  apiKey: string;
  webhookSecret?: string;
  callsPerDay?: number;
  zone?: string;
  views?: Record<string, number>;
  closedStatuses?: string[];
  visibleFields?: Record<string, Record<string, FieldLevel>>;
}

export const settings: SettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'apiKey'],
  properties: {
    url: {
      type: 'string',
      format: 'uri',
      title: 'Address',
      description: 'Where your RPM is: https://secure.rpmtelco.com',
    },
    apiKey: { type: 'string', minLength: 1, secret: true, title: 'API key' },
    webhookSecret: {
      type: 'string',
      minLength: 1,
      secret: true,
      title: 'Webhook secret',
      description: 'The secret entered with the webhooks in RPM; without it no webhook is let in.',
    },
    callsPerDay: { type: 'integer', minimum: 1, title: 'Calls a day', description: 'At most so many.' },
    zone: {
      type: 'string',
      title: 'Time zone',
      description: "Of RPM's dates, by its IANA name; absent: as RPM gives it for the API user.",
    },
    views: {
      type: 'object',
      additionalProperties: { type: 'integer' },
      title: 'Views',
      description:
        "By process id, a view without filters that has the column Modified; absent: the API user's own.",
    },
    closedStatuses: {
      type: 'array',
      items: { type: 'string' },
      title: 'Closed statuses',
      description: 'Statuses that mean closed. Archived forms are closed in any status.',
    },
    visibleFields: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: { enum: ['read', 'edit', 'required'] },
      },
      title: 'Visible fields',
      description:
        'By process id (or "customer"), the uids of fields that customers see: read, edit or required. ' +
        'The word "title" opens a title made of hidden fields.',
    },
  },
};
