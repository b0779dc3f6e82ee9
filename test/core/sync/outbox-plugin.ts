import {
  native,
  manual,
  hub,
  type ActionName,
  type AnyPlugin,
  type Command,
} from '../../../core/contract/contract.js';
import { toyPlugin } from './toy-vendor.js';

/** What the plugin's writes were asked, and how they shall go. */
export interface Script {
  written: Command[];
  found: Command[];
  /** Thrown by the next writes, one each; undefined lets one pass. */
  faults: (Error | undefined)[];
  /** What `find` answers. */
  held?: string;
}

export const newScript = (): Script => ({ written: [], found: [], faults: [] });

/** A plugin whose actions play a script instead of calling a vendor; it cannot do `ticket.delete` at all. */
export function outboxPlugin(script: Script): AnyPlugin {
  const write = async (_session: unknown, command: Command) => {
    const fault = script.faults.shift();
    if (fault) throw fault;
    script.written.push(command);
    return { id: `made-${script.written.length}` };
  };
  const find = async (_session: unknown, command: Command) => {
    script.found.push(command);
    return script.held;
  };
  return {
    ...toyPlugin(),
    actions: () => ({
      'ticket.create': native({ write, find }),
      'ticket.update': native({ write }),
      'ticket.comment': native({ write }),
      'contact.delete': manual('Open the contact and delete it.'),
      'login.disable': hub(),
    }),
  };
}

export const ask = (action: ActionName, recordId?: string, key?: string) => ({
  action,
  by: 'test',
  body: { subject: 'a' },
  ...(recordId !== undefined && { module: 'ticket', recordId, target: recordId }),
  ...(key !== undefined && { key }),
});
