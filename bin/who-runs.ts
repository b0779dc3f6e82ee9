import { userInfo } from 'node:os';

/** Who sits at the command line, for the log of who did what. */
export function whoRuns(): string {
  try {
    return `command line (${userInfo().username})`;
  } catch {
    // In a container the user may have no name.
    return `command line (${process.getuid?.() ?? 'unknown'})`;
  }
}
