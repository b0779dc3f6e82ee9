/** One figure: ours against a peer or a limit of the same run. */
export interface Figure {
  name: string;
  ours: number;
  unit: string;
  /** What it is held against, by name. */
  against: string;
  theirs: number;
  /** Peer by ours in seconds: the share of its speed that we reach. Ours by limit: the share of it used. */
  ratio: number;
  aim: string;
  holds: boolean;
}

/** Ours against a peer, in seconds: the ratio is the throughput we keep of the peer's. */
export function againstPeer(
  name: string,
  { ours, peer, against, atLeast }: { ours: number; peer: number; against: string; atLeast?: number },
): Figure {
  const ratio = peer / ours;
  return {
    name,
    ours: round(ours),
    unit: 's',
    against,
    theirs: round(peer),
    ratio: round(ratio),
    aim: atLeast === undefined ? 'for information' : `>= ${atLeast}`,
    holds: atLeast === undefined || ratio >= atLeast,
  };
}

/** Ours against a limit: the ratio is the share of it that is used. */
export function againstLimit(
  name: string,
  { ours, limit, unit, against }: { ours: number; limit: number; unit: string; against: string },
): Figure {
  const ratio = ours / limit;
  return {
    name,
    ours: round(ours),
    unit,
    against,
    theirs: limit,
    ratio: round(ratio),
    aim: '<= 1',
    holds: ratio <= 1,
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** The figures for people: one line each, the aim and whether it holds at its end. */
export function describeFigures(figures: Figure[]): string {
  const lines = figures.map(({ name, ours, unit, against, theirs, ratio, aim, holds }) => [
    name,
    `${ours} ${unit}`,
    `${against}: ${theirs} ${unit}`,
    ratio.toFixed(2),
    aim,
    holds ? 'holds' : 'MISSED',
  ]);
  const table = [['figure', 'ours', 'against', 'ratio', 'aim', ''], ...lines];
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)));
  return table
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
