import { Router } from 'express';

import type { StyleSheet } from '../style-sheets.js';

/** The style sheets, each under its own address for ever. */
export function assetsRoutes({ sheets }: { sheets: readonly StyleSheet[] }): Router {
  const router = Router();
  for (const { path, text } of sheets)
    router.get(path, (_request, response) => {
      response.set('cache-control', 'public, max-age=31536000, immutable').type('css').send(text);
    });
  return router;
}
