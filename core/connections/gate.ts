import { cancelled } from './wait.js';

/** Lets so many in at once; the others wait in the order they came. */
export interface Gate {
  /** Yields the function that leaves. Throws the fault `cancelled` when the signal speaks first. */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;

  function pass(): () => void {
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    };
  }

  return {
    async enter(signal) {
      if (signal.aborted) throw cancelled();
      if (free > 0) {
        free -= 1;
        return pass();
      }
      await new Promise<void>((resolve, reject) => {
        const enter = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(cancelled());
        };
        waiting.push(enter);
        signal.addEventListener('abort', giveUp, { once: true });
      });
      return pass();
    },
  };
}
