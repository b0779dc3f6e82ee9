import type { OpencrmRecord } from './opencrm-data.js';
import type { OpencrmState } from './opencrm-state.js';
import { knownRecord, type OfRecord } from './staff-records.js';

/** What staff do about people and their portal fields, contacts and leads alike (O-06). */
export function staffPeopleChanges(state: OpencrmState) {
  const change = ({ crmid }: OfRecord, fields: Record<string, string>): void =>
    state.update(knownPerson(state, crmid), fields);

  return {
    /** O-08, O-09: the user name is the address unless said otherwise, and nobody else with access has it. */
    giveAccess({ crmid, login, password = '' }: OfRecord & { login?: string; password?: string }): void {
      const person = knownPerson(state, crmid);
      const email = person.fields['email'] ?? '';
      const holder = accessHolder(state, email);
      if (holder && holder.crmid !== crmid) throw new Error(`${email} is ${holder.crmid}'s already`);
      change({ crmid }, { portal: '1', login: login ?? email, password });
    },
    /** O-14 */
    takeAccess: (of: OfRecord) => change(of, { portal: '0' }),
    /** O-16 */
    lockPerson: (of: OfRecord) => change(of, { portal_islocked: '1' }),
    unlockPerson: (of: OfRecord) => change(of, { portal_islocked: '0' }),
    /** O-15: the days support starts and ends, `yyyy-mm-dd`; an empty one is no bound. */
    setSupport: ({ crmid, start = '', end = '' }: OfRecord & { start?: string; end?: string }) =>
      change({ crmid }, { support_start_date: start, support_end_date: end }),
    /** O-49 */
    setCanSign: ({ crmid, canSign }: OfRecord & { canSign: boolean }) =>
      change({ crmid }, { canesign: canSign ? '1' : '0' }),
    /** The contact changes company; 0: works for none. */
    moveContact: ({ crmid, accountid }: OfRecord & { accountid: number }): void => {
      if (accountid !== 0) knownRecord(state, accountid, ['company']);
      state.update(knownRecord(state, crmid, ['contact']), { accountid: String(accountid) });
    },
    /** A lead becomes a contact with an id of its own, portal fields and all; the lead is gone. */
    convertLead({ crmid, accountid = 0 }: OfRecord & { accountid?: number }): OfRecord {
      const lead = knownRecord(state, crmid, ['lead']);
      const kept = [
        'firstname',
        'lastname',
        'email',
        'phone',
        'mobile',
        'portal',
        'portal_islocked',
        'login',
        'password',
      ];
      const fields = Object.fromEntries(kept.map((name) => [name, lead.fields[name] ?? '']));
      lead.deleted = true;
      return {
        crmid: state.create('contact', { ...fields, accountid: String(accountid) }, lead.owner).crmid,
      };
    },
  };
}

function knownPerson(state: OpencrmState, crmid: number): OpencrmRecord {
  return knownRecord(state, crmid, ['contact', 'lead']);
}

function accessHolder(state: OpencrmState, email: string): OpencrmRecord | undefined {
  const address = email.trim().toLowerCase();
  if (address === '') return undefined;
  return [...state.live('contact'), ...state.live('lead')].find(
    ({ fields }) => fields['portal'] === '1' && fields['email']?.trim().toLowerCase() === address,
  );
}
