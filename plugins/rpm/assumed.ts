/**
 * Everything rpm.md marks as assumed or decided without a source ([A], (D)): the first place to look when a
 * live RPM behaves otherwise. What is not here is documented by the vendor.
 */

/** Shapes of dates (§5); the first is the documented one. */
export const dateFormats: [string, ...string[]] = [
  'M/d/yyyy h:mm:ss a',
  'M/d/yyyy h:mm a',
  'M/d/yyyy H:mm:ss',
  'M/d/yyyy H:mm',
  'M/d/yyyy',
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd',
];

/** Zones with daylight saving by their standard offset; RPM tells only that and "it adjusts" (§3.1 Info). */
const savingZones: Record<string, string> = {
  '-09:00': 'America/Anchorage',
  '-08:00': 'America/Los_Angeles',
  '-07:00': 'America/Denver',
  '-06:00': 'America/Chicago',
  '-05:00': 'America/New_York',
  '-04:00': 'America/Halifax',
  '-03:30': 'America/St_Johns',
  '+00:00': 'Europe/London',
  '+01:00': 'Europe/Paris',
};

/** The zone of the dates that RPM sends: the API user's, its offset that outside daylight saving (§5). */
export const zoneOf = (offset: string, saving: boolean): string =>
  (saving && savingZones[offset]) || `UTC${offset}`;

/** The column of a view that tells when a form was changed; its static uid is not known (§3.3). */
export const isModifiedColumn = (name: unknown): boolean =>
  typeof name === 'string' && /^(last )?modified$/i.test(name.trim());

/** A file is for customers only where RPM says so in so many words (§6). */
export const isInternalFile = (staffOnly: boolean | undefined): boolean => staffOnly !== false;

/** Codes of telephone numbers (§3.1); 4 and 5 were never seen. */
export const phoneTypes = { 1: 'work', 2: 'home', 3: 'fax', 6: 'other' } as const;

/** Codes of Procs.Permission that hide a process from the API user (§9). */
export const hiddenPermissions: readonly number[] = [0, 1];
