/** A colour as its three channels, 0 to 255. */
type Channels = readonly [red: number, green: number, blue: number];

/** How strongly two colours (#rrggbb) stand out from each other, 1 to 21 (WCAG 2). */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(channels(one)), luminance(channels(other))].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Black or white, whichever reads better on this colour. */
export const inkOn = (colour: string): string =>
  contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000';

/** The colour, moved towards black or white as little as makes it readable on this background. */
export function readableOn(colour: string, background: string, least = 4.6): string {
  const towards: Channels = inkOn(background) === '#ffffff' ? [255, 255, 255] : [0, 0, 0];
  for (let part = 0; part <= 1; part += 0.02) {
    const mixed = mix(channels(colour), towards, part);
    if (contrast(mixed, background) >= least) return mixed;
  }
  return inkOn(background);
}

/** Between two colours. */
export const mixed = (colour: string, other: string, part: number): string =>
  mix(channels(colour), channels(other), part);

const channels = (colour: string): Channels => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

const mix = (from: Channels, to: Channels, part: number): string =>
  `#${from
    .map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * part))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;

function luminance(colour: Channels): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
