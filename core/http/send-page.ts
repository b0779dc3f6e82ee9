import type { Response } from 'express';
import type { VNode } from 'preact';

import { renderPage } from './views/render-page.js';

/** Answers with a page that nobody keeps (S28). */
export function sendPage(response: Response, page: VNode, status = 200): void {
  response.status(status).set('cache-control', 'no-store').type('html').send(renderPage(page));
}
