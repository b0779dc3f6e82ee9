import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectPath } from '../../core/project-path.js';

export interface SourceFile {
  /** Below the project's folder. */
  path: string;
  text: string;
}

/** Every file below the given folders whose name ends in one of `endings`; fixtures are none of ours. */
export function sourceFiles(folders: string[], endings: string[] = ['.ts', '.tsx']): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .filter((path) => !path.startsWith('test/fixtures/'))
    .map((path) => ({ path, text: readFileSync(projectPath(path), 'utf8') }));
}

const comments = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm;

/** The text without its comments; lines stay where they are. */
export const withoutComments = (text: string): string =>
  text.replace(comments, (comment) => comment.replace(/[^\n]/g, ' '));

/** The text with every comment changed. */
export const changeComments = (text: string, change: (comment: string) => string): string =>
  text.replace(comments, change);

/** What a module imports, as written; found by shape, to check those who parse. */
export function importedNames(text: string): string[] {
  const code = withoutComments(text).replace(/`[^`]*`/g, '``');
  const forms = [
    /^\s*(?:import|export|\})[^'"`;]*?\bfrom\s*'([^']+)'/gm,
    /^\s*import\s*'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'\s*\)/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, name = '']) => name));
}
