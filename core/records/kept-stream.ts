import { record, type RecordData, type RecordModule, type Row } from '../contract/contract.js';

/** The name under which Portico's own items lie among those of the vendor's streams. No plugin may take it. */
export const keptStreamName = 'portico';

/** A record that Portico keeps itself, as it is stored: already canonical. */
export interface KeptItem {
  module: RecordModule;
  id: string;
  data: RecordData;
}

/** Portico's own records pass the same mapping, schemas and traces as a vendor's; nothing has to be read for them. */
export const keptStream = {
  id: (item: unknown): string => keptItem(item).id,
  map: (item: unknown): Row[] => [record(keptItem(item).module, keptItem(item).id, keptItem(item).data)],
};

/** What `keepRecord` below its schema has stored. */
export const keptItem = (raw: unknown): KeptItem => raw as KeptItem;
