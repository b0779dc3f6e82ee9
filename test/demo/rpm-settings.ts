import { UID } from '../simulators/rpm/process-template.js';

/** Processes that RPM opens to customers; 101 and 102 are the crowd's. */
const processes = ['12', '13', '101', '102'];

/** The level of each field, as an admin sets them here; RPM has no call for them (RPM-18). */
const levels = {
  title: 'read',
  [UID.customer]: 'read',
  [UID.subject]: 'required',
  [UID.severity]: 'read',
  [UID.details]: 'edit',
  [UID.tags]: 'read',
  [UID.due]: 'read',
} as const;

export const rpmLevels = Object.fromEntries(processes.map((id) => [id, levels]));

/** By process, the view that shows every form with the time of its last change. */
export const rpmViews = Object.fromEntries(processes.map((id) => [id, Number(id) * 100 + 2]));
