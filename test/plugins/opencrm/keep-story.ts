import type { RecordData, RecordModule } from '../../../core/contract/contract.js';
import { keepRecord, type KeptPlace } from '../../../core/records/keep-record.js';
import { people, type StoryHub } from './story-hub.js';

const shown: RecordData = { portalVisible: true };
const of = (module: RecordModule, id: string): RecordData => ({ ...shown, parents: [{ module, id }] });

/** Documents of every folder rule (O-33 to O-38, O-66), by title. */
const documents: Record<string, RecordData> = {
  'Price list': { ...shown, public: true, folder: 'General' },
  'Price list, unticked': { public: true, folder: 'General', portalVisible: false },
  'Price list, no folder': { ...shown, public: true },
  'Contract of Priya': { ...shown, contacts: [people.priya], folder: 'Contracts' },
  'Contract of Priya, unticked': { contacts: [people.priya], folder: 'Contracts' },
  'Contract of Priya, no folder': { ...shown, contacts: [people.priya] },
  'Refit plan': of('project', '53501'),
  'Refit plan, unticked': { ...of('project', '53501'), portalVisible: false },
  Handbook: of('project', '53503'),
  'Framework contract': of('project', '53504'),
  'Takeover memo': of('project', '53505'),
  'Rack drawing': of('project', '53506'),
  'Lamp drawing': of('project', '53507'),
  'Photo of the pump': of('ticket', '51877'),
  'Discount table': of('ticket', '51878'),
  'Scan of the yearly invoice': of('invoice', '53003'),
  'Scan of the draft': of('invoice', '53006'),
  'Signed order': of('salesOrder', '52049'),
  'Quote as PDF': of('quote', '52601'),
};

const faqs: Record<string, RecordData> = {
  'How do I bleed the pump?': { public: true, status: 'Published', body: 'Slowly.' },
  'Which pumps fail?': { public: true, status: 'Draft' },
  'What do we tell nobody?': { public: false, status: 'Published' },
};

const links: Record<string, RecordData> = {
  'For members': { public: true, fields: { url: 'https://members.example' } },
  'For staff': { public: false, fields: { url: 'https://staff.example' } },
};

/** What staff keep in Portico beside the story; answers where each is. */
export async function keepStory({ keeping, connection }: StoryHub): Promise<(subject: string) => KeptPlace> {
  const places = new Map<string, KeptPlace>();
  const at = await connection();
  for (const [module, all] of [
    ['document', documents],
    ['faq', faqs],
    ['link', links],
  ] as const)
    for (const [subject, data] of Object.entries(all))
      places.set(subject, await keepRecord(keeping, at, { module, data: { subject, ...data }, by: 'staff' }));
  return (subject) => {
    const place = places.get(subject);
    if (!place) throw new Error(`nothing is kept as "${subject}"`);
    return place;
  };
}
