import { readdirSync, readFileSync } from 'node:fs';

import { projectPath } from '../../core/project-path.js';

/** Where a numbered behaviour of a vendor shows: the last two kinds wait for the issues named in `waitsFor`. */
export type RuleKind = 'data' | 'access' | 'action' | 'sign-in' | 'page';

/** One numbered behaviour of a vendor's file. */
export interface Rule {
  number: string;
  kind: RuleKind;
  /** In a few words. */
  says: string;
  /** Why no test proves it, though it is visible in data, access or actions. */
  unproven?: string;
}

/** Behaviours that only a later issue can prove. */
export const waitsFor: Partial<Record<RuleKind, string>> = {
  'sign-in': 'waits for the identity issue',
  page: 'waits for the portal issue',
};

const folder = projectPath('test/coverage/rules');

/** The vendors' numbered behaviours, by plugin. */
export const readRules = (): Map<string, Rule[]> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      // The test beside this file checks what is in them.
      .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Rule[]]),
  );
