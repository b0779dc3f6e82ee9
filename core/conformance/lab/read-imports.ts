import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

/** Modules of Node that only compute. */
const pure = new Set(['assert', 'buffer', 'crypto', 'querystring', 'string_decoder', 'url', 'util', 'zlib']);

/** Globals that reach past the session: to the network, the process, the terminal, or to code nobody has read. */
const reaches: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(?<![.\w$])(fetch|XMLHttpRequest|WebSocket|EventSource)\s*\(/g, 'calls by itself'],
  [/(?<![.\w$])console\s*\./g, 'writes to the terminal'],
  [/(?<![.\w$])process\s*\.\s*(env|exit|std\w+|cwd|argv|kill|on|once|chdir)\b/g, 'touches the process'],
  [/(?<![.\w$])(eval|require)\s*\(|\bnew\s+Function\s*\(/g, 'loads code by itself'],
];

/**
 * What a plugin's compiled files import or use that is neither portico/contract, nor its own folder, nor a module of
 * Node that only computes; from `entry` on, in sentences.
 */
export function readImports(entry: string, folder: string): { files: number; problems: string[] } {
  const problems: string[] = [];
  const files = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const name = relative(folder, file).split(sep).join('/');
    const text = readFileSync(file, 'utf8');
    for (const imported of importsOf(text)) {
      const target = imported.startsWith('.') ? resolve(dirname(file), imported) : undefined;
      if (target === undefined)
        problems.push(...foreign(imported).map((why) => `${name} imports ${imported}${why}`));
      else if (!isWithin(target, folder))
        problems.push(`${name} imports ${imported}, which is outside of its folder.`);
      else if (existsSync(target) && /\.[cm]?js$/.test(target)) queue.push(target);
    }
    const code = codeOf(text);
    if (/\bimport\s*\(\s*[^'"\s]/.test(code))
      problems.push(`${name} imports something by a name made at run time.`);
    for (const [pattern, what] of reaches)
      for (const { 0: found, index } of code.matchAll(pattern))
        if (!isDefinition(code, index + found.length))
          problems.push(`${name} ${what}: ${found.replace(/\s*\($/, '(')}`);
  }
  return { files: files.size, problems };
}

/** Does what follows a name and its opening bracket make it a method of that name, and no call? */
function isDefinition(code: string, from: number): boolean {
  if (code[from - 1] !== '(') return false;
  let open = 1;
  let at = from;
  for (; open > 0 && at < code.length; at += 1) open += code[at] === '(' ? 1 : code[at] === ')' ? -1 : 0;
  return /^\s*\{/.test(code.slice(at, at + 200));
}

function foreign(name: string): string[] {
  if (name === 'portico/contract') return [];
  const module = name.replace(/^node:/, '').split('/')[0] ?? '';
  if (name.startsWith('node:') || builtinModules.includes(module))
    return pure.has(module) ? [] : [', a module of Node that does more than compute.'];
  return ['.'];
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The names after `from`, `import` and `import(`, as written. */
function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const forms = [
    /(?:^|[;}\s])(?:import|export)\b[^'"`;()]*?\bfrom\s*(['"])([^'"]+)\1/g,
    /(?:^|[;}\s])import\s*(['"])([^'"]+)\1/g,
    /\bimport\s*\(\s*(['"])([^'"]+)\1/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map(([, , name = '']) => name));
}

const comments = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g;
const withoutComments = (text: string): string => text.replace(comments, ' ');

/** What runs: without comments and without what stands in quotes. */
const codeOf = (text: string): string =>
  withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
