import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { expect } from 'chai';

import { schemaValidator } from '../../core/json-schema.js';
import { projectPath } from '../../core/project-path.js';
import { recordModules } from '../../core/records/row-tables.js';
import { generateTypes } from './generate-types.js';

const jsonIn = (folder: string): string[] =>
  readdirSync(projectPath(folder)).filter((name) => name.endsWith('.json'));
const read = (name: string): AnySchemaObject =>
  JSON.parse(readFileSync(projectPath(`schemas/${name}`), 'utf8')) as AnySchemaObject;
const names = [...jsonIn('schemas'), ...jsonIn('schemas/records').map((name) => `records/${name}`)];

/** The generated files that are not what the schemas make of them. */
const drifted = (made: Map<string, string>): string[] =>
  [...made].filter(([path, text]) => readFileSync(path, 'utf8') !== text).map(([path]) => basename(path));

describe('The types that are made from schemas', () => {
  it('are what the schemas say now; if not, run npm run generate', async () => {
    const made = await generateTypes();
    expect(drifted(made)).to.deep.equal([]);
    const held = readdirSync(projectPath('core/contract/generated'));
    expect([...made.keys()].map((path) => basename(path)).sort()).to.deep.equal(held.sort());
  });

  it('are noticed when they differ by a single member', async () => {
    const seeded = new Map(
      [...(await generateTypes())].map(([path, text]) => [path, text.replace('jobTitle', 'jobTitel')]),
    );
    expect(drifted(seeded)).to.deep.equal(['contact.ts']);
  });
});

describe('The schemas', () => {
  it('are JSON Schema 2020-12, each under the address of its file', () => {
    const ajv = new Ajv2020({ strict: false });
    expect(names.length).to.be.above(20);
    for (const name of names) {
      const schema = read(name);
      expect(schema['$schema'], name).to.equal('https://json-schema.org/draft/2020-12/schema');
      expect(schema.$id, name).to.equal(`https://portico.example/schemas/${name}`);
      expect(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`).to.equal(true);
    }
    expect(ajv.validateSchema({ type: 'text' })).to.equal(false);
  });

  it('compile in strict mode, with every reference found', () => {
    for (const name of names) expect(() => schemaValidator(name).check({}), name).not.to.throw();
  });

  it('have one for each module of records, and no other', () => {
    expect(
      jsonIn('schemas/records')
        .map((name) => basename(name, '.json'))
        .sort(),
    ).to.deep.equal([...recordModules].sort());
  });
});
