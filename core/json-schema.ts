import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';

import { projectPath } from './project-path.js';

/** One place where a value does not fit its schema, in words: where, what was expected, what was found. */
export interface Misfit {
  path: string;
  expected: string;
  found: string;
}

/** Checks values against one schema; `check` answers what does not fit, or an empty list. */
export interface Validator {
  check(value: unknown): Misfit[];
}

// ajv-formats is CommonJS: its plugin function is the module's `default` in types, and the module itself at run time.
const addFormats = formatsModule as unknown as (ajv: Ajv2020) => void;

const ajv = createAjv({});
/** For settings: what a person leaves out gets the schema's default, and every misfit is told at once. */
const fillingAjv = createAjv({ useDefaults: true, allErrors: true });
/** For what people write in files: every misfit is told at once. */
const thoroughAjv = createAjv({ allErrors: true });
for (const folder of ['schemas', 'schemas/records'])
  for (const name of readdirSync(projectPath(folder)).filter((each) => each.endsWith('.json')))
    ajv.addSchema(JSON.parse(readFileSync(projectPath(`${folder}/${name}`), 'utf8')) as AnySchemaObject);

/** The validator of one of the files in schemas/, by its path there: `contact.json`, `records/ticket.json`. */
export function schemaValidator(file: string): Validator {
  const validate = ajv.getSchema(`https://portico.example/schemas/${file}`);
  if (!validate) throw new Error(`schemas/${basename(file)} is missing.`);
  return { check: (value) => misfits(validate as ValidateFunction, value) };
}

/** As schemaValidator, but all misfits of a value are found, not only the first: for files that people write. */
export function thoroughValidator(file: string): Validator {
  const schema = JSON.parse(readFileSync(projectPath(`schemas/${file}`), 'utf8')) as AnySchemaObject;
  const validate = thoroughAjv.compile(schema);
  return { check: (value) => misfits(validate, value) };
}

/**
 * The validator of a schema that came from outside (a plugin's settings); throws what ajv says when it is none.
 * Its `check` puts the schema's defaults into the value where members are missing.
 */
export function compileValidator(schema: object): Validator {
  const validate = fillingAjv.compile(schema);
  return { check: (value) => misfits(validate, value) };
}

/** `email: expected …, found …` for each misfit, joined. */
export function describeMisfits(found: Misfit[]): string {
  return found
    .map(({ path, expected, found: value }) => `${path || 'it'}: expected ${expected}, found ${value}`)
    .join('; ');
}

function createAjv(options: { useDefaults?: boolean; allErrors?: boolean }): Ajv2020 {
  const made = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    ...options,
  });
  addFormats(made);
  made.addKeyword({ keyword: 'secret', schemaType: 'boolean' });
  // What a pattern asks for, in words; what the type generator is to write.
  made.addKeyword({ keyword: 'expected', schemaType: 'string' });
  made.addKeyword({ keyword: 'tsType', schemaType: 'string' });
  return made;
}

function misfits(validate: ValidateFunction, value: unknown): Misfit[] {
  if (validate(value)) return [];
  return unique((validate.errors ?? []).map(toMisfit));
}

function toMisfit(error: ErrorObject): Misfit {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = error.params as Record<
    string,
    unknown
  >;
  const extra: unknown = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  if (typeof extra === 'string') steps.push(extra);
  return {
    path: steps.join('.'),
    expected: expectation(error),
    found: error.keyword === 'required' ? 'nothing' : extra === undefined ? show(error.data) : 'one',
  };
}

/** What the schema wanted, as words that follow "expected". */
function expectation({ keyword, params, parentSchema, message }: ErrorObject): string {
  const given = params as Record<string, unknown>;
  const words: unknown = parentSchema?.['expected'];
  switch (keyword) {
    case 'required':
      return 'a value';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'no member of this name';
    case 'enum':
      return `one of ${(given['allowedValues'] as unknown[]).join(', ')}`;
    case 'const':
      return JSON.stringify(given['allowedValue']);
    case 'type':
      return String(given['type']).replaceAll(',', ' or ');
    case 'maxLength':
      return `at most ${String(given['limit'])} characters`;
    case 'minLength':
      return given['limit'] === 1 ? 'some text' : `at least ${String(given['limit'])} characters`;
    case 'pattern':
      return typeof words === 'string' ? words : `text like ${String(given['pattern'])}`;
    case 'format':
      return `a ${String(given['format'])}`;
    default:
      return message ?? keyword;
  }
}

function show(value: unknown): string {
  if (typeof value === 'string' && value.length > 60)
    return `${value.length} characters ("${value.slice(0, 40)}...")`;
  const shown = JSON.stringify(value) ?? 'nothing';
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}

function unique(found: Misfit[]): Misfit[] {
  const byText = new Map(found.map((each) => [`${each.path} ${each.expected}`, each]));
  return [...byText.values()];
}
