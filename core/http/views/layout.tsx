import type { ComponentChildren, VNode } from 'preact';

import type { Frame } from '../../portal/read-frame.js';
import { en } from '../messages/en.js';
import { NarrowForm } from './narrow-form.js';

/** What a deployment puts around every page. */
export interface Site {
  name: string;
  address?: string | undefined;
  phone?: string | undefined;
  logo?: string | undefined;
  sheets: readonly string[];
  links: readonly { title: string; url: string }[];
}

/** Around whom a page is: without a frame nobody is signed in. */
export interface Around {
  site: Site;
  frame?: Frame | undefined;
  /** Goes with every form that changes something (S26). */
  csrf?: string | undefined;
  /** The company that the reader has narrowed to. */
  company?: string | undefined;
  /** The path of the navigation's entry that the page is under. */
  current?: string | undefined;
}

interface LayoutProps extends Around {
  title: string;
  children: ComponentChildren;
}

/** The page around a view: one header, one navigation, one main, one footer. */
export function Layout({ site, frame, csrf, company, current, title, children }: LayoutProps): VNode {
  return (
    <html lang={en.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${site.name}`}</title>
        <link rel="icon" href="data:," />
        {site.sheets.map((path) => (
          <link rel="stylesheet" href={path} />
        ))}
      </head>
      <body class={frame ? 'signed-in' : 'signed-out'}>
        <a class="skip" href="#content">
          {en.skip}
        </a>
        <header class="top">
          <div class="bar">
            <Brand site={site} />
            {frame && <Account frame={frame} csrf={csrf} />}
          </div>
          {frame && <Navigation frame={frame} current={current} />}
          {company !== undefined && <Narrowed company={company} csrf={csrf} />}
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer site={site} />
      </body>
    </html>
  );
}

function Brand({ site: { name, logo } }: { site: Site }): VNode {
  // The content policy lets nothing else in (S27).
  const isOurs = logo !== undefined && /^(\/(?!\/)|data:image\/)/.test(logo);
  return (
    <a class="brand" href="/">
      {isOurs ? (
        <img src={logo} alt="" height={32} />
      ) : (
        <span class="mark" aria-hidden="true">
          {firstLetter(name)}
        </span>
      )}
      <span class="company">{name}</span>
    </a>
  );
}

function Account({ frame: { person }, csrf }: { frame: Frame; csrf: string | undefined }): VNode {
  return (
    <form class="account" method="post" action="/sign-out">
      {csrf !== undefined && <input type="hidden" name="_csrf" value={csrf} />}
      <span class="who">{person.name ?? person.email}</span>
      <button type="submit" class="quiet">
        {en.signOut}
      </button>
    </form>
  );
}

function Narrowed({ company, csrf }: { company: string; csrf: string | undefined }): VNode {
  return (
    <div class="narrowed">
      <p>{en.narrowedTo(company)}</p>
      <NarrowForm csrf={csrf} label={en.allCompanies} />
    </div>
  );
}

function Navigation({ frame, current }: { frame: Frame; current: string | undefined }): VNode {
  const entries = [
    { path: '/', label: en.home },
    ...frame.modules.map((module) => ({ path: `/records/${module}`, label: en.modules[module] })),
    ...(frame.hasCustomers ? [{ path: '/customers', label: en.customers }] : []),
    { path: '/me', label: en.me },
  ];
  return (
    <nav class="tabs" aria-label={en.mainNavigation}>
      <ul>
        {entries.map(({ path, label }) => (
          <li>
            <a href={path} aria-current={path === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer({ site: { name, address, phone, links } }: { site: Site }): VNode {
  return (
    <footer class="bottom">
      <div>
        <strong>{name}</strong>
        {address && <span>{address}</span>}
        {phone && (
          <span>
            {en.callUs} <a href={telephone(phone)}>{phone}</a>
          </span>
        )}
      </div>
      {links.length > 0 && (
        <ul aria-label={en.elsewhere}>
          {links.map(({ title, url }) => (
            <li>
              <a href={url} rel="noopener noreferrer">
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
    </footer>
  );
}

/** The first letter of a name, as people see it: an accent or a flag is part of it. */
export function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter(en.lang).segment(name.trim());
  return first?.segment.toUpperCase() ?? '';
}

/** The address of a phone number: what can be dialled, and the extension apart from it (RFC 3966). */
export function telephone(number: string): string {
  const [dialled = '', extension = ''] = number.split(/\bext(?:ension)?\b|\bx(?=\s*\d)|#/i);
  const digits = extension.replaceAll(/\D/g, '');
  return `tel:${dialled.replaceAll(/[^\d+*]/g, '')}${digits && `;ext=${digits}`}`;
}
