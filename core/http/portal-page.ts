import type { Request, Response } from 'express';
import type { VNode } from 'preact';

import type { HubConfig } from '../contract/generated/config.js';
import { readAs, type PortalDeps } from '../portal/read-as.js';
import { readFrame } from '../portal/read-frame.js';
import { narrow, type NarrowedReader } from './narrow.js';
import { signInPath } from './next-target.js';
import { sendPage } from './send-page.js';
import { customerOf } from './sessions.js';
import type { StyleSheet } from './style-sheets.js';
import type { Around, Site } from './views/layout.js';

/** What every page of the portal needs. */
export interface PageDeps extends PortalDeps {
  /** Who is signed in; nobody where it gives nothing. */
  personOf(request: Request): string | undefined;
  /** A token for the forms of this request's pages, where a deployment uses them (S26). */
  csrfOf?(request: Request): string | undefined;
  site: Site;
}

/** What a company's configuration says of its pages. */
export const siteOf = (
  { branding, links = [] }: Pick<HubConfig, 'branding' | 'links'>,
  sheets: readonly StyleSheet[],
): Site => ({
  name: branding?.name ?? 'Portico',
  address: branding?.address,
  phone: branding?.phone,
  logo: branding?.logo,
  sheets: sheets.map(({ path }) => path),
  links,
});

/** A route of the portal: reads and shows as who is signed in; without anybody it leads to the door. */
export const portalPage =
  (deps: PageDeps, view: (reader: NarrowedReader, request: Request, around: Around) => Promise<VNode>) =>
  async (request: Request, response: Response): Promise<void> => {
    const personId = deps.personOf(request);
    if (personId === undefined) {
      response.set('cache-control', 'no-store').redirect(303, signInPath(request.originalUrl));
      return;
    }
    const page = await readAs(deps, personId, async (whole) => {
      const reader = await narrow(whole, customerOf(request));
      return view(reader, request, await aroundOf(deps, reader, request));
    });
    sendPage(response, page);
  };

/** What stands around a page for this reader. */
export const aroundOf = async (
  deps: PageDeps,
  reader: NarrowedReader,
  request: Request,
): Promise<Around> => ({
  site: deps.site,
  frame: await readFrame(reader),
  csrf: deps.csrfOf?.(request),
  company: reader.company?.name,
});
