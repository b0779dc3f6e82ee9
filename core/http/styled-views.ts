import type { HubConfig } from '../contract/generated/config.js';
import { plainViews } from './plain-views.js';
import { siteOf } from './portal-page.js';
import type { PortalViews } from './portal-views.js';

import { styleSheets } from './style-sheets.js';
import { renderPage } from './views/render-page.js';
import { signInView } from './views/sign-in-view.js';

/** The pages before the door in the portal's own look; an invitation's page is still the plain one. */
export function styledViews({ branding, links }: Pick<HubConfig, 'branding' | 'links'>): PortalViews {
  const site = siteOf(
    { ...(branding && { branding }), ...(links && { links }) },
    styleSheets(branding?.colours),
  );
  return {
    ...plainViews,
    signIn: ({ problem, notice }) =>
      renderPage(signInView({ site, action: '/sign-in', error: problem, notice })),
  };
}
