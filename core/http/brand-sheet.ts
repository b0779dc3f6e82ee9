import { inkOn, mixed, readableOn } from './contrast.js';

/** What the pages stand on; the same as in public/portal.css. */
const grounds = { light: '#ffffff', dark: '#1a2130' };
const standard = '#2453c8';

/**
 * A company's colours as a style sheet (S27: no inline styles). Whatever is chosen, text stays readable: the
 * colour is moved towards black or white until it is.
 */
export function brandSheet(colours: Readonly<Record<string, string>> = {}): string {
  const primary = colourOf(colours, 'primary') ?? standard;
  const light = readableOn(primary, '#f4f6fa');
  const dark = readableOn(primary, grounds.dark);
  return [
    `:root:not([data-theme=dark]){${tokens(light, readableOn(primary, grounds.light))}}`,
    `@media (prefers-color-scheme: dark){:root:not([data-theme]){${tokens(dark, primary)}}}`,
  ].join('\n');
}

function colourOf(colours: Readonly<Record<string, string>>, name: string): string | undefined {
  const colour = Object.hasOwn(colours, name) ? colours[name] : undefined;
  return colour && /^#[\da-f]{6}$/i.test(colour) ? colour.toLowerCase() : undefined;
}

/** Links and focus rings in one colour, buttons and the mark in the other. */
function tokens(link: string, fill: string): string {
  const ink = inkOn(fill);
  const pressed = mixed(fill, ink === '#ffffff' ? '#000000' : '#ffffff', 0.15);
  return Object.entries({
    primary: link,
    'primary-hover': link,
    'primary-underline': `${link}80`,
    'primary-hover-underline': link,
    'primary-focus': `${link}99`,
    'primary-background': fill,
    'primary-border': fill,
    'primary-hover-background': pressed,
    'primary-hover-border': pressed,
    'primary-inverse': ink,
  })
    .map(([name, value]) => `--pico-${name}:${value}`)
    .join(';');
}
