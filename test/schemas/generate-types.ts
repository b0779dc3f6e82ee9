import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { compile, type JSONSchema } from 'json-schema-to-typescript';

import { projectPath } from '../../core/project-path.js';

const names = [
  'customer',
  'contact',
  'login',
  'membership',
  'portal-user',
  'record',
  'facts',
  'policy',
  'config',
];

/** What each file of core/contract/generated must hold, by its path: the types of schemas/, made anew. */
export async function generateTypes(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of names) {
    const schema = JSON.parse(await readFile(projectPath(`schemas/${name}.json`), 'utf8')) as JSONSchema;
    // The address of a schema is its name for ajv; the generator would fetch from it, so it reads by file instead.
    delete schema.$id;
    const text = await compile(schema, name, {
      cwd: projectPath('schemas') + '/',
      ignoreMinAndMaxItems: true,
      bannerComment: `// Made from schemas/${name}.json by \`npm run generate\`; a test fails when the two differ.`,
      style: { singleQuote: true, printWidth: 110 },
    });
    files.set(projectPath(`core/contract/generated/${name}.ts`), text);
  }
  return files;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of await generateTypes()) await writeFile(path, text);
}
