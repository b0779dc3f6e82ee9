/** Words that the crowd is made of. */
export const FIRST_NAMES = list(`
  Ada, Aisha, Anders, Beatriz, Björn, Carlos, Chloé, Daniel, Elena, Emeka, Fatima, Felix, Grace,
  Hana, Hugo, Ingrid, Ivan, Jasmine, Jürgen, Kofi, Lena, Liam, Maja, Marco, Mei, Nadia, Noah, Olga,
  Omar, Priya, Rafael, Rosa, Samir, Sofia, Tomás, Uma, Viktor, Wanda, Yusuf, Zoë
`);

export const LAST_NAMES = list(`
  Andersen, Bianchi, Chen, Cohen, Dubois, Eriksson, Fernández, Fischer, García, Haddad, Horvat,
  Ito, Jansen, Kaya, Kim, Kowalski, Lindqvist, Martin, Mensah, Müller, Nguyen, Novák, O'Brien,
  Okafor, Papadopoulos, Patel, Popescu, Rossi, Santos, Schmidt, Silva, Singh, Smith, Tanaka,
  Tremblay, Vargas, Weber, Yılmaz
`);

export const COMPANY_STARTS = list(`
  Aurora, Beacon, Birch, Cedar, Cobalt, Copper, Delta, Evergreen, Falcon, Granite, Harbour, Heron,
  Juniper, Lakeside, Lantern, Maple, Meridian, Northern, Osprey, Pioneer, Prairie, Quarry, Ridge,
  Summit, Timber, Västra, Willow
`);

export const COMPANY_ENDS = list(`
  Bakery, Clinics, Dental, Electric, Farms, Fibre, Foods, Freight, Hotels, Insurance, Law,
  Logistics, Media, Motors, Paper, Pharmacy, Schools, Steel, Telecom, Textiles, Towing, Travel,
  Water, Works
`);

export const SUBJECTS = list(`
  Line down, Slow connection, New extension, Move of office, Wrong invoice, Port a number,
  Replace router, Voicemail full, Add a user, Noise on the line, Change of plan
`);

export const JOB_TITLES = list(`
  Owner, CFO, Office manager, IT lead, Buyer, Dispatcher
`);

function list(text: string): string[] {
  return text.split(',').map((each) => each.trim());
}
