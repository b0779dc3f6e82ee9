/** A number that looks random and is always the same for the same three. */
export function mix(seed: number, index: number, salt: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(index + 1, 0xc2b2ae35) ^
    Math.imul(salt + 1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The list's entry for a number, going round. */
export function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

export const firstNames = [
  'Åsa',
  'Väinö',
  'Çağla',
  'José',
  'Žofie',
  'Анна',
  'Μαρία',
  'Jürgen',
  'Siân',
  'Łukasz',
  'Þóra',
  'Noël',
  'John',
  'Mary',
  'Mikko',
  'Aino',
  'Eeva',
  'Søren',
  'Chloë',
  'Nguyễn',
  '美咲',
  'Ana',
  'Peter',
  'Fatima',
  '',
] as const;

export const lastNames = [
  'Östlund',
  'Hyypiä',
  'Groß',
  '佐藤',
  "O'Neill",
  'Wójcik',
  'Παπαδοπούλου',
  'Núñez',
  'Dvořáková',
  'Jónsdóttir',
  'Kjærgaard',
  'Lefèvre',
  'Smith',
  'van der Berg',
  'Иванова',
  'Virtanen',
  'Korhonen',
  'Mäkinen',
  'Nieminen',
  'Łoś',
  'Müller-Lüdenscheidt',
  'Brown',
  'Ó Briain',
  'Yılmaz',
  'Tester & Sons',
] as const;

export const companyNames = [
  'Åkerlund & Söner',
  'Ylä-Savon Sähkö',
  'Café Müller',
  'Łódzka Spółdzielnia',
  'Ñandú Exportaciones',
  '<b>Bold</b> & Co',
  '株式会社サンプル',
  "O'Malley Brothers",
  'Kuopion Kirja',
  'Northern "Quoted" Goods',
  'Ελληνική Τεχνική',
  'Rautakauppa',
] as const;

export const cities = [
  ['Hämeenlinna', 'Finland'],
  ['Iisalmi', 'Finland'],
  ['München', 'Germany'],
  ['Łódź', 'Poland'],
  ['Córdoba', 'Argentina'],
  ['Leeds', 'United Kingdom'],
  ['Malmö', 'Sweden'],
  ['東京', 'Japan'],
  ['Reykjavík', 'Iceland'],
  ['Παλαιό Φάληρο', 'Greece'],
] as const;

export const ticketTitles = [
  'Login fails for Åsa',
  'Tulostin ei toimi',
  'Invoice shows 0,00 €',
  '画面が開けない',
  "Can't open the 'reports' page",
  'Feature: dark mode <script>alert(1)</script>',
  'Toimitus myöhässä',
  'Password reset mail never arrives',
] as const;
