/** 0 ≤ n < limit, whole; the same seed gives the same numbers everywhere. */
export type Draw = (limit: number) => number;

/** The minimal standard generator of Park and Miller. */
export function createDraw(seed: number): Draw {
  let state = (Math.abs(seed) % 2_147_483_646) + 1;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * limit);
  };
}

/** Words that the crowd is made of. */
export const crowdNames = {
  firsts: list(
    'Anika, Bruno, Chidi, Deepa, Elif, Fabian, Gwen, Håkon, Inès, Jorge, Keiko, Luca, Mirela, Nils, Zoë',
  ),
  lasts: list(
    "Adeyemi, Bauer, Costa, D'Souza, Evans, Farkas, Gupta, Hansen, Ivanova, Jørgensen, Keller, Łukasik, Mori",
  ),
  starts: list('Alder, Bridge, Canal, Dune, Elm, Fjord, Garnet, Hollow, Island, Jade, Kestrel, Lagoon'),
  ends: list('Bikes, Cables, Dairy, Energy, Fitness, Garden, Homes, Imports, Joinery, Kitchens, Laundry'),
  subjects: list(
    'Cannot sign in, Wrong total, Device offline, New seat, Change of address, Late delivery, Upgrade',
  ),
};

function list(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}
