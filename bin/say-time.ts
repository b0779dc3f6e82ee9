/** A moment for a reader: "2026-11-21 10:15:03 UTC". */
export const moment = (at: Date | string): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** How long ago, or how soon: "3 min ago", "in 2 h". */
export function fromNow(at: Date | string, now: Date = new Date()): string {
  const seconds = Math.round((now.getTime() - new Date(at).getTime()) / 1000);
  const length = duration(Math.abs(seconds));
  return Math.abs(seconds) < 2 ? 'now' : seconds > 0 ? `${length} ago` : `in ${length}`;
}

/** A length of time by its largest unit: "42 s", "3 min", "5 h", "12 days". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
