import type { SettingsSchema } from 'portico/contract';

export interface ApptivoSettings {
  url?: string;
  apiKey: string;
  accessKey: string;
  userName?: string;
  zone?: string;
  dateFormat?: string;
  portal?: { view?: Level; edit?: Level; parentSees?: boolean };
  privileges?: boolean;
  visibleFields?: string[];
  closedStatuses?: string[];
  caseSource?: string;
  sharedDocumentField?: string;
  detailDays?: number;
  callsPerSecond?: number;
}

/** How far a setting of the Cases app reaches (APT-13): the contact's own cases, or all of its customer. */
export type Level = 'contacts' | 'all';

/** Hosts seen are api, api2, app and www (apptivo.md §2). */
export const defaultUrl = 'https://api2.apptivo.com';

const level = { enum: ['contacts', 'all'] };
const secret = { type: 'string', minLength: 1, secret: true };

export const settings: SettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['apiKey', 'accessKey'],
  properties: {
    url: { type: 'string', format: 'uri', title: 'Address', description: `Default: ${defaultUrl}` },
    apiKey: { ...secret, title: 'API key', description: 'From Business Settings, API Access.' },
    accessKey: { ...secret, title: 'Access key', description: 'From the same page.' },
    userName: {
      type: 'string',
      title: 'Employee',
      description: 'The e-mail address of the employee in whose name calls are made; absent: the key alone.',
    },
    zone: {
      type: 'string',
      title: 'Time zone',
      description: "Of Apptivo's dates, by its IANA name; Apptivo does not tell it. Default: UTC.",
    },
    dateFormat: {
      type: 'string',
      title: 'Date format',
      description: "As in dd/MM/yyyy; absent: the firm's own, as Apptivo tells it.",
    },
    portal: {
      type: 'object',
      additionalProperties: false,
      properties: { view: level, edit: level, parentSees: { type: 'boolean' } },
      title: 'Portal access level',
      description: 'In place of what the Cases app says, where that is not understood.',
    },
    privileges: {
      type: 'boolean',
      title: 'App access privileges',
      description:
        "The API does not tell a contact's roles: with this, staff grant seeing and editing cases one by one.",
    },
    visibleFields: {
      type: 'array',
      items: { type: 'string' },
      title: 'Visible fields',
      description: 'Labels (or tag names) of custom fields of cases that customers see.',
    },
    closedStatuses: {
      type: 'array',
      items: { type: 'string' },
      title: 'Closed statuses',
      description: 'Case statuses that mean closed; absent: those whose name or code says so.',
    },
    caseSource: {
      type: 'string',
      title: 'Case source',
      description: 'The source of cases that customers make, by its name in Apptivo: Portal.',
    },
    sharedDocumentField: {
      type: 'string',
      title: 'Field of shared documents',
      description:
        'The member of a listed document that says Y when it is shared with the portal; unknown to us, and without it no document is shown.',
    },
    detailDays: {
      type: 'integer',
      minimum: 0,
      title: 'Days with details',
      description: 'Notes and documents of closed cases untouched for longer are not read. Default: 90.',
    },
    callsPerSecond: {
      type: 'integer',
      minimum: 1,
      title: 'Calls a second',
      description: 'Apptivo names no limit; its careful clients make one. Default: 1.',
    },
  },
};
