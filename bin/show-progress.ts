import { MultiBar, Presets, type SingleBar } from 'cli-progress';

import type { PassProgress } from '../core/sync/pass-deps.js';

/** Shows how far each stream of a sync is: bars for a person, a line every so often for a log. */
export interface ProgressDisplay {
  show(connection: string, news: PassProgress): void;
  stop(): void;
}

/** Bars on a terminal; elsewhere a line when a stream begins, and then at most one every two seconds. */
export function openProgress({
  isTerminal,
  quiet,
}: {
  isTerminal: boolean;
  quiet: boolean;
}): ProgressDisplay {
  if (quiet) return { show: () => undefined, stop: () => undefined };
  return isTerminal ? openBars() : openLines();
}

function openBars(): ProgressDisplay {
  const bars = new MultiBar(
    {
      format: '{name} {bar} {value}{of} {detail}',
      hideCursor: true,
      clearOnComplete: false,
      stream: process.stderr,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  const open = new Map<string, SingleBar>();
  return {
    show(connection, news) {
      const name = `${connection} ${news.stream}`;
      const payload = {
        name: name.padEnd(28),
        of: news.total === undefined ? '' : ` of ${news.total}`,
        detail: detailOf(news),
      };
      const bar = open.get(name) ?? bars.create(news.total ?? news.seen, 0, payload);
      open.set(name, bar);
      bar.setTotal(Math.max(news.total ?? news.seen, 1));
      bar.update(news.seen, payload);
    },
    stop: () => bars.stop(),
  };
}

function openLines(): ProgressDisplay {
  const last = new Map<string, number>();
  return {
    show(connection, news) {
      const name = `${connection} ${news.stream}`;
      const now = Date.now();
      if (now - (last.get(name) ?? 0) < 2000) return;
      last.set(name, now);
      process.stderr.write(
        `${name}: ${news.seen}${news.total === undefined ? '' : ` of ${news.total}`} ${detailOf(news)}\n`,
      );
    },
    stop: () => undefined,
  };
}

const detailOf = ({ kind, counters }: PassProgress): string =>
  `${kind}: ${counters.created} new, ${counters.updated} changed${counters.quarantined ? `, ${counters.quarantined} in quarantine` : ''}`;
