import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

/** Where an installed Chrome lies on systems that the packed one is not made for. */
const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

let unpacked: Promise<string> | undefined;

/** A real Chromium; unpacked once. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  unpacked ??= findExecutable();
  return chromium.launch({
    executablePath: await unpacked,
    args: ['--no-sandbox', '--disable-gpu', ...more],
  });
}

async function findExecutable(): Promise<string> {
  if (process.platform === 'linux' && process.arch === 'x64')
    return (await import('@sparticuz/chromium')).default.executablePath();
  const found = installed.find((path) => existsSync(path));
  if (!found) throw new Error(`There is no Chrome at ${installed.join(', ')}.`);
  return found;
}
