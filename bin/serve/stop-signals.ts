/** The order to stop, from wherever it comes. */
export interface StopSignals {
  signal: AbortSignal;
  stop(): void;
  release(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Hears the order to stop: a signal of the system, the end of the parent where there is an IPC channel, or
 * `also`. Signals that follow change nothing: the terminal and npm may both pass one on, and stopping in
 * order is under way.
 */
export function hearStopSignals(also?: AbortSignal): StopSignals {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const ignore = (): void => undefined;
  for (const name of signals) process.on(name, stop);
  process.once('disconnect', stop);
  also?.addEventListener('abort', stop);
  if (also?.aborted) stop();
  // Whoever reads our output may be gone before us; what is left to do is to stop in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignore);
  return {
    signal: abort.signal,
    stop,
    release() {
      for (const name of signals) process.off(name, stop);
      process.off('disconnect', stop);
      also?.removeEventListener('abort', stop);
      for (const stream of [process.stdout, process.stderr]) stream.off('error', ignore);
    },
  };
}

/** Resolves when the order comes. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
