// @ts-check

/** @typedef {{ url: string, key: string }} Settings */

/**
 * What an admin fills in; `secret` members are sealed in the database and never shown.
 * @type {import('portico/contract').SettingsSchema}
 */
export const settings = {
  type: 'object',
  required: ['url', 'key'],
  additionalProperties: false,
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'Where the CRM is: https://acme.example' },
    key: { type: 'string', minLength: 1, secret: true, description: 'An API key that may read everything.' },
  },
};
