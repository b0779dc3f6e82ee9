import { XMLBuilder } from 'fast-xml-parser';

import type { MobiworkAssumptions } from './mobiwork-assumptions.js';

/** What becomes XML: a list is its element repeated, `undefined` is left out, `null` is an empty value. */
export type XmlNode = string | number | boolean | null | undefined | XmlNode[] | XmlRecord;
export interface XmlRecord {
  [name: string]: XmlNode;
}

type XmlFlavour = Pick<MobiworkAssumptions, 'emptyValue' | 'booleans' | 'elementCase' | 'declaration'>;

const DECLARATIONS = {
  none: '',
  full: '<?xml version="1.0" encoding="UTF-8"?>',
  'without version': '<?xml encoding="UTF-8"?>',
} as const;

/** Names that are written with a capital when only some are. */
const CAPITALS = new Set(['phoneNumber', 'altPhoneNumber', 'companyName', 'mobiworkWorkOrderId', 'status']);

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text' });

/** Writes `<response>` as MobiWork does, with the oddities of mobiwork.md §8 that are switched on. */
export function writeXml(response: XmlRecord, flavour: XmlFlavour): string {
  return DECLARATIONS[flavour.declaration] + builder.build({ response: shaped(response, flavour) });
}

function shaped(node: XmlNode, flavour: XmlFlavour): unknown {
  if (node === null) return flavour.emptyValue === 'empty' ? '' : 'null';
  if (typeof node === 'boolean')
    return flavour.booleans === 'upper' ? String(node).toUpperCase() : String(node);
  if (Array.isArray(node)) return node.map((each) => shaped(each, flavour));
  if (typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([, value]) => value !== undefined && !(value === null && flavour.emptyValue === 'absent'))
      .map(([name, value]) => [nameOf(name, flavour), shaped(value, flavour)]),
  );
}

function nameOf(name: string, { elementCase }: XmlFlavour): string {
  const isCapital = elementCase === 'capital' || (elementCase === 'some' && CAPITALS.has(name));
  return isCapital && /^[a-z]/.test(name) ? name[0]?.toUpperCase() + name.slice(1) : name;
}
