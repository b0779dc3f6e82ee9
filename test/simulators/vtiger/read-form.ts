import type { Call } from '../simulator.js';

/**
 * A call's parameters: of the query and of a POST's form or JSON body (c007, c009). Broken JSON is no
 * parameters at all (c204), and any other verb is read like a GET (c206).
 */
export function readForm({ method, url, headers, body }: Call): Record<string, string> {
  const form = Object.fromEntries(url.searchParams);
  if (method !== 'POST') return form;
  if (!/json/.test(headers['content-type'] ?? '')) {
    return { ...form, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    const sent = Object.entries(JSON.parse(body) as Record<string, unknown>);
    const texts = sent.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return { ...form, ...(Object.fromEntries(texts) as Record<string, string>) };
  } catch {
    return form;
  }
}
