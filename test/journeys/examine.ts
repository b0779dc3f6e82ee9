import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A folder for pictures of every page that is examined; without it none are taken. */
const shots = process.env['PORTICO_SHOTS'];

/** How a page is looked at: on a phone or a desk, by day or by night. */
export interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
}

export const looks: readonly Look[] = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

export const lookName = ({ width, colorScheme }: Look): string => `${width}-${colorScheme}`;

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** A context that pages can be examined in: the policy forbids all scripts but ours, and axe is the examiner's. */
export const openLook = (
  browser: Browser,
  { width, colorScheme }: Look,
  headers: Record<string, string> = {},
): Promise<BrowserContext> =>
  browser.newContext({
    colorScheme,
    viewport: { width, height: 844 },
    bypassCSP: true,
    extraHTTPHeaders: headers,
  });

/** No violation, nothing sideways, nothing cut off, no script or style inside the page. */
export async function examine(page: Page, name: string): Promise<void> {
  expect(
    await page.evaluate(
      `[...document.querySelectorAll('[style], style, script')].map((each) => each.outerHTML)`,
    ),
    `${name}: inside`,
  ).to.deep.equal([]);
  expect(
    await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
    `${name}: sideways`,
  ).to.equal(true);
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  }
  await page.evaluate(axe);
  // Text in the very colour of its background is only "incomplete" to axe.
  const found = await page.evaluate<Finding[]>(
    `axe.run().then(({ violations, incomplete }) => [...violations, ...incomplete.filter(({ nodes }) =>
      nodes.some(({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')))])`,
  );
  expect(
    found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
    name,
  ).to.deep.equal([]);
}

/** What a page complains of in its console, but for answers that are no 200. */
export function hearErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/the server responded with a status of/.test(text)) errors.push(text);
  });
  page.on('pageerror', (error) => void errors.push(error.message));
  return errors;
}
