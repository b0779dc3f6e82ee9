import type { Call } from '../simulator.js';

/**
 * The fields of a POST: form-encoded, or multipart where that is accepted. A body that is neither, such as
 * multipart without its boundary, has no fields.
 */
export async function readForm(call: Call, multipart: boolean): Promise<Map<string, string>> {
  const type = call.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return new Map(new URLSearchParams(call.body));
  if (!multipart || !type.startsWith('multipart/form-data')) return new Map();
  try {
    const form = await new Response(call.body, { headers: { 'content-type': type } }).formData();
    return new Map([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  } catch {
    return new Map();
  }
}
