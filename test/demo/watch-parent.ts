import { readFileSync } from 'node:fs';

/**
 * Calls when the process that started this one is gone: npm 11 passes no signal on, it just ends. What the
 * system then names as parent is another process. Between npm and us may be a shell, which outlives npm
 * when that is killed: then its parent is watched as well.
 */
export function watchParent(onGone: () => void): { stop(): void } {
  const parent = process.ppid;
  const isUnderNpm = process.env['npm_lifecycle_event'] !== undefined;
  const grandparent = isUnderNpm ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!isUnderNpm || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    onGone();
  }, 250);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Undefined where the system does not tell it in a file. */
function parentOf(pid: number): string | undefined {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
