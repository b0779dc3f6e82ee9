import { codec, derived, Fault } from 'portico/contract';
import type { Action } from 'portico/contract';

import { assumed } from './assumed.js';
import { edit, readOne } from './client.js';
import type { OpencrmSettings } from './settings.js';
import type { Source } from './sources.js';

/** The statuses of a quote or sales order that can be signed. */
export const openStatuses = (
  kind: 'quote' | 'salesOrder',
  { open }: Pick<OpencrmSettings, 'open'>,
): string[] => open?.[kind] ?? [...assumed.open[kind]];

/**
 * O-48, O-51: signing is a change of status, for there is no endpoint of its own (A); who signed, from where and with
 * what proof is kept by Portico (O-50). What is not open any more cannot be signed (D3), and what is signed already
 * stays so.
 */
export function signing(
  { module, kind, status = '' }: Source,
  settings: OpencrmSettings,
): Action<OpencrmSettings> {
  const signed = settings.signedStatus ?? assumed.signedStatus;
  const open = kind === 'quote' || kind === 'salesOrder' ? openStatuses(kind, settings) : [];
  return derived<OpencrmSettings>({
    async write(session, { id = '' }) {
      const read = async () => {
        const found = await readOne(session, module, id);
        if (!found) throw new Fault('notFound', `OpenCRM has no ${module} ${id} any more.`);
        return codec.text.decode(found[status], status) ?? '';
      };
      const before = await read();
      if (before === signed) return { id };
      if (!open.includes(before))
        throw new Fault('conflict', `${module} ${id} is "${before}" in OpenCRM and can no longer be signed.`);
      await edit(session, module, id, { [status]: signed });
      const after = await read();
      if (after !== signed)
        throw new Fault('conflict', `OpenCRM kept ${module} ${id} as "${after}" instead of "${signed}".`);
      return { id };
    },
  });
}
