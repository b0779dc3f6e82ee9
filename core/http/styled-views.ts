import type { HubConfig } from '../contract/generated/config.js';
import { siteOf } from './portal-page.js';
import type { PortalViews } from './portal-views.js';
import { styleSheets } from './style-sheets.js';
import { acceptView } from './views/accept-view.js';
import { errorView, refusedView } from './views/error-view.js';
import { renderPage } from './views/render-page.js';
import { signInView } from './views/sign-in-view.js';

/** The pages before the door in the company's look. Their style sheets are served by the portal. */
export function styledViews({ branding, links }: Pick<HubConfig, 'branding' | 'links'>): PortalViews {
  const site = siteOf(
    { ...(branding && { branding }), ...(links && { links }) },
    styleSheets(branding?.colours),
  );
  return {
    signIn: (form) => renderPage(signInView({ site, form })),
    accept: (form) => renderPage(acceptView({ site, form })),
    failed: ({ status, reference }) =>
      renderPage(reference === undefined ? refusedView({ site, status }) : errorView({ site, reference })),
  };
}
