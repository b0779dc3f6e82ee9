import type { Lab } from './lab/lab.js';

/** The parts of a report, in its order. */
export const areas = {
  declaration: 'Declaration',
  connection: 'Connection',
  discovery: 'Discovery',
  streams: 'Streams',
  changes: 'Changes and deletes',
  mapping: 'Mapping',
  secrets: 'Secrets',
  faults: 'A hostile vendor',
  limits: 'Limits',
  actions: 'Actions',
  webhooks: 'Webhooks',
  policy: 'Policy',
  sync: 'Sync engine',
} as const;

export type Area = keyof typeof areas;

/** One thing that a plugin promises, and how it is tried. */
export interface Check {
  /** Stable: for reports that are compared, and for the checks that build on this one. */
  id: string;
  area: Area;
  /** A sentence about a plugin that passes. */
  name: string;
  /** What its author does when it fails. */
  remedy: string;
  /** Can be said of the plugin alone, without a vendor. */
  offline?: true;
  /** Checks without which there is nothing to look at. */
  after?: readonly string[];
  /** Throws a Refutation or NotApplicable; answers what it could not show, if anything. */
  run(lab: Lab): Promise<string[] | void> | string[] | void;
}
