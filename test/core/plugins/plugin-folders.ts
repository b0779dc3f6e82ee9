import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Plugins on disk, in a folder that knows nothing of this project. */
export interface PluginFolders {
  root: string;
  /** Writes a file below the root; answers the folder it is in. */
  write(path: string, text: string): string;
  remove(): void;
}

export function makePluginFolders(): PluginFolders {
  const root = mkdtempSync(join(tmpdir(), 'portico-plugins-'));
  return {
    root,
    write(path, text) {
      const folder = join(root, dirname(path));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(root, path), text);
      return folder;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The source of a whole plugin in plain JavaScript; `changes` is what goes over its declaration. */
export const pluginSource = (id: string, changes = ''): string => `
import { definePlugin } from 'portico/contract';
export const plugin = definePlugin({
  id: '${id}',
  version: '1.0.0',
  contract: 1,
  title: 'Acme',
  settings: { type: 'object', properties: { token: { type: 'string', secret: true } } },
  transport: { base: () => 'https://crm.example/' },
  check: async () => {},
  discover: async () => ({ zone: 'UTC', modules: {}, vendor: null }),
  streams: () => ({}),
  actions: () => ({}),
  signIn: { binds: 'contact' },
  policy: () => ({ version: 1, limits: [], grants: [] }),
  ${changes}
});
`;
