import type { Row } from './vtiger-data.js';
import type { VtigerState } from './vtiger-state.js';
import { asText, type Element } from './write-values.js';

/** Keeps a new document's file, its facts and what it hangs on (V-16, c133, c134). */
export function storeDocument(state: VtigerState, row: Row, element: Element): void {
  const id = row['id'] ?? '';
  const file = element['filename'];
  if (typeof file === 'object' && file !== null) {
    const { name, type, content } = file as Element;
    // Blanks in a file's name become underscores (c133).
    const stored = { name: asText(name).replaceAll(' ', '_'), type: asText(type), base64: asText(content) };
    state.files.set(id, stored);
    row['filename'] = stored.name;
    row['filetype'] ||= stored.type;
    row['filedownloadcount'] = '0';
    row['filesize'] = String(Buffer.from(stored.base64, 'base64').length);
  }
  row['filesize'] ||= '0';
  const relations = element['relations'];
  if (Array.isArray(relations)) state.relations.set(id, (relations as unknown[]).map(asText));
}
