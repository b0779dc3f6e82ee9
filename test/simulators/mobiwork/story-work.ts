import type { FilledForm, LooseRow, MobiworkWorkOrder } from './mobiwork-data.js';

export const storyWorkOrders: MobiworkWorkOrder[] = [
  {
    ...order(90401, 3178692, 'Chair 1 squeaks'),
    status: 'CLOSED',
    schedules: [{ userId: 771, date: '2025-02-03', time: '09:30', duration: 60 }],
  },
  {
    ...order(90402, 3178692, 'Compressor <A> & dryer: "no air"'),
    externalId: 'WO-77',
    status: 'ASSIGNED',
    customStatusId: 61,
    addressId: 88122,
    customFields: [{ apiName: 'door', index: 0, value: '東' }],
    schedules: [
      { userId: 771, date: '2025-06-03', time: '09:30', duration: 60 },
      { userId: 772, date: '2025-06-04', time: '13:00', duration: 90 },
    ],
  },
  // Made in the night in which New York's clocks went forward, at 01:59:30 there.
  { ...order(90403, 3178692, null), createdDate: '2025-03-09T06:59:30.000Z' },
  // The day is another one in UTC than in the tenant's zone.
  { ...order(90404, 3178700, 'Splice box open'), createdDate: '2025-06-03T02:15:00.000Z' },
  { ...order(90405, 3178710, 'Boiler inspection'), workOrderTypeId: 25122 },
  order(90406, 3178720, 'Take down the sign'),
  order(90407, 3178750, 'Cold room 2 too warm'),
];

export const storyServices: LooseRow[] = [
  {
    id: 4101,
    customerId: 3178692,
    fields: { description: 'Yearly compressor service', nextServiceDate: '2026/02/03' },
  },
];

export const storyForms: FilledForm[] = [
  {
    id: 5201,
    customerId: 3178692,
    fields: { holderId: '3178692', holderType: '2', name: 'Site survey', apiName: 'survey', status: 'OPEN' },
    formFields: [{ fieldType: 'TEXT', apiName: 'floor', index: '0', name: 'Floor', value: '2' }],
  },
];

function order(
  mobiworkWorkOrderId: number,
  customerId: number,
  description: string | null,
): MobiworkWorkOrder {
  return {
    mobiworkWorkOrderId,
    externalId: null,
    customerId,
    description,
    workOrderTypeId: 25121,
    status: 'OPEN',
    customStatusId: null,
    addressId: customerId === 3178692 ? 88121 : null,
    createdDate: '2025-05-28T15:20:05.000Z',
    createdBy: 770,
    customFields: [],
    schedules: [],
  };
}
