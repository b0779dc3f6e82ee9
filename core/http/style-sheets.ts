import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { projectPath } from '../project-path.js';
import { brandSheet } from './brand-sheet.js';

/** A style sheet under an address that changes with it, so that browsers may keep it for ever. */
export interface StyleSheet {
  path: string;
  text: string;
}

const require = createRequire(import.meta.url);

/** The portal's sheet, built on Pico, and the company's colours. */
export function styleSheets(colours: Readonly<Record<string, string>> | undefined): StyleSheet[] {
  const base = readFileSync(require.resolve('@picocss/pico/css/pico.min.css'), 'utf8');
  const own = readFileSync(projectPath('core/http/public/portal.css'), 'utf8');
  return [sheet('portal', `${base}\n${own}`), sheet('brand', brandSheet(colours))];
}

function sheet(name: string, text: string): StyleSheet {
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return { path: `/assets/${name}-${hash}.css`, text };
}
