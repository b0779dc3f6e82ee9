import type { RecordModule } from 'portico/contract';

/** The portal components of a person (opencrm.md §1) by the capability that stands for each, with their labels. */
export const components = {
  'component:details': 'My Details',
  'component:registered': 'Registered user access',
  'component:knowledgebase': 'Knowledgebase',
  'component:helpdesk': 'Helpdesk',
  'component:documents': 'Documents',
  'component:invoices': 'Invoices',
  'component:quotes': 'Quotations',
  'component:salesorders': 'Sales Orders',
  'component:projects': 'Projects',
} as const;

export type Component = keyof typeof components;

/** No API tells the ticks (A): staff grant them in the hub, but for those that the settings give to everybody. */
export const granted = (everybody: readonly Component[] = []): { capability: string; label: string }[] =>
  Object.entries(components)
    .filter(([name]) => !everybody.some((each) => each === name))
    .map(([capability, label]) => ({ capability, label }));

/** What a grant needs: the component of the person, unless everybody has it. */
export type Needing = (component: Component) => { needs?: string[] };

export const needing =
  (everybody: readonly Component[] = []): Needing =>
  (component) =>
    everybody.includes(component) ? {} : { needs: [component] };

/** The component that opens a module. */
export const componentOf = {
  ticket: 'component:helpdesk',
  project: 'component:projects',
  quote: 'component:quotes',
  salesOrder: 'component:salesorders',
  invoice: 'component:invoices',
  document: 'component:documents',
  faq: 'component:knowledgebase',
  link: 'component:registered',
} as const satisfies Partial<Record<RecordModule, Component>>;
