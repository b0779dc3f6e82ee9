import { againstPeer, type Figure } from './figure.js';
import { listTimes } from './list-times.js';
import type { Stage } from './stage.js';

/** The first page of a list, with its total, over ten records for each contact of `--size`, against hand-written SQL. */
export async function listFigures({ size, database, say }: Stage): Promise<Figure[]> {
  say(`lists over ${size * 10} records of three connections`);
  const db = await database();
  try {
    const times = await listTimes(db, { records: size * 10 });
    return times.map(({ sees, ours, peer }) =>
      againstPeer(`list of 25 with its total, for who sees ${sees}`, {
        ours,
        peer,
        against: 'hand-written SQL',
        atLeast: 0.67,
      }),
    );
  } finally {
    await db.drop();
  }
}
