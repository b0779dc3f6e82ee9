import type { Connection } from '../../connections/connection.js';
import type { Action, ActionName } from '../../contract/contract.js';
import { noFacts } from '../discover.js';

/** How a connection does an operation; undefined where it does not at all (design §5). */
export const findAction = (
  { plugin, facts, settings }: Pick<Connection, 'plugin' | 'facts' | 'settings'>,
  action: ActionName,
): Action<unknown> | undefined => plugin.actions(facts ?? noFacts, settings)[action];
