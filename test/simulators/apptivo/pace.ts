import type { ApptivoState } from './apptivo-state.js';

/** The limit on calls in any one second, which is real but has no published figure (apptivo.md §5). */
export function createPace(state: ApptivoState): () => boolean {
  let times: number[] = [];
  return () => {
    const { rate } = state.assumptions;
    if (!rate) return false;
    const now = state.now().getTime();
    times = times.filter((time) => now - time < 1000);
    if (times.length >= rate.callsPerSecond) return true;
    times.push(now);
    return false;
  };
}
