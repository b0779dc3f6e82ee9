import { FIRST_OWNER, type OpencrmModule, type OpencrmRecord } from './opencrm-data.js';

const CREATED = '2025-03-03T09:15:00.000Z';

/** Every portal person of story and crowd has this password; the API gives it away (opencrm.md §6). */
export const STORY_PASSWORD = 'correct horse 7';

/** A record of the story; what is not said about it is the same for all. */
export function storyRecord(
  crmid: number,
  module: OpencrmModule,
  fields: Record<string, string>,
  rest: Partial<OpencrmRecord> = {},
): OpencrmRecord {
  return { crmid, module, owner: FIRST_OWNER, created: CREATED, modified: CREATED, fields, ...rest };
}

/** What a person with a sign-in has: the tick, and the address as user name (O-08, O-14). */
export function withAccess(email: string): Record<string, string> {
  return { email, portal: '1', login: email, password: STORY_PASSWORD, portal_islocked: '0' };
}
