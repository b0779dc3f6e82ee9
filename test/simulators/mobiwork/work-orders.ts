import { answerList } from './answer-list.js';
import { editedCustomFields, setAddress, setValues } from './edit-values.js';
import type { Handlers } from './mobiwork-call.js';
import type { MobiworkWorkOrder, Schedule } from './mobiwork-data.js';
import { DELETED, MobiworkError } from './mobiwork-error.js';
import { found, type MobiworkState } from './mobiwork-state.js';
import { readDay } from './wire-date.js';
import { workOrderFilters } from './work-order-filters.js';
import { customerOf, workOrderWire } from './work-order-wire.js';
import type { XmlInput } from './xml-input.js';

/** The calls on work orders; the paths of edit, view and delete are by analogy (mobiwork.md §3). */
export const workOrderCalls: Handlers = {
  'workOrder/list': {
    method: 'POST',
    run: ({ state, input }) =>
      answerList(state, input, {
        listName: state.assumptions.listNames.workOrder,
        itemName: 'workOrder',
        rows: state.data.workOrders,
        filters: workOrderFilters(state),
        toWire: (order) => workOrderWire(state, order),
      }),
  },
  'workOrder/view': {
    method: 'GET',
    run: ({ state, id }) => ({ workOrder: workOrderWire(state, workOrder(state, id)) }),
  },
  'workOrder/add': {
    method: 'POST',
    run: ({ state, input, user }) => {
      const element = found(input.child('workOrder'), 'workOrder element');
      const customer = state.customer(element.number('customerId'));
      const order = newWorkOrder(state, customer.mobiworkCustomerId, user.mobiworkUserId);
      setWorkOrder(state, order, element, true);
      order.mobiworkWorkOrderId = state.nextId('workOrder');
      state.data.workOrders.push(order);
      return { workOrder: workOrderWire(state, order) };
    },
  },
  'workOrder/edit': {
    method: 'POST',
    run: ({ state, id, input }) => {
      const current = workOrder(state, id);
      const order = structuredClone(current);
      setWorkOrder(state, order, found(input.child('workOrder'), 'workOrder element'), false);
      Object.assign(current, order);
      return { workOrder: workOrderWire(state, current) };
    },
  },
  'workOrder/delete': {
    method: 'GET',
    run: ({ state, id }) => {
      state.data.workOrders.splice(state.data.workOrders.indexOf(workOrder(state, id)), 1);
      return { '#text': DELETED };
    },
  },
};

function setWorkOrder(state: MobiworkState, order: MobiworkWorkOrder, input: XmlInput, isNew: boolean): void {
  const { workOrderTypes, workOrderStatuses } = state.data.tenant;
  setValues<MobiworkWorkOrder, 'externalId' | 'description'>(state, input, {
    row: order,
    names: ['externalId', 'description'],
    isNew,
  });
  order.externalId = input.text('externalWorkOrderId') ?? order.externalId;
  order.workOrderTypeId = choice(input, 'workOrderTypeId', workOrderTypes) ?? order.workOrderTypeId;
  order.customStatusId = choice(input, 'customStatusId', workOrderStatuses) ?? order.customStatusId;
  order.customFields = editedCustomFields(state, input, order.customFields);
  const list = input.child('scheduleList');
  if (list) order.schedules = list.children('schedule').map((each) => schedule(state, each));
  const status = input.text('status');
  if (status === 'CLOSED') order.status = status;
  else if (status || list || isNew) order.status = order.schedules.length > 0 ? 'ASSIGNED' : 'OPEN';
  const address = input.child('location')?.child('address');
  const customer = customerOf(state, order);
  // A location of the customer is made as part of a work order (§8), after all that can be refused.
  if (address && customer) order.addressId = setAddress(state, address, customer.addresses).addressId;
}

function schedule({ data }: MobiworkState, input: XmlInput): Schedule {
  const userId = input.number('userId');
  const user = data.users.find(({ mobiworkUserId, active }) => active && mobiworkUserId === userId);
  if (!user) throw new MobiworkError('unknownUser', String(userId));
  return {
    userId: user.mobiworkUserId,
    date: readDay(input.text('date') ?? ''),
    time: input.text('time') ?? '00:00',
    duration: input.number('duration') ?? 60,
  };
}

function choice(input: XmlInput, name: string, choices: { id: number }[]): number | null | undefined {
  const id = input.number(name);
  if (typeof id === 'number' && !choices.some((each) => each.id === id))
    throw new MobiworkError('invalid', `${name} ${id}`);
  return id;
}

function workOrder({ data }: MobiworkState, id: number): MobiworkWorkOrder {
  return found(
    data.workOrders.find((each) => each.mobiworkWorkOrderId === id),
    `work order ${id}`,
  );
}

function newWorkOrder(state: MobiworkState, customerId: number, createdBy: number): MobiworkWorkOrder {
  return {
    mobiworkWorkOrderId: 0,
    externalId: null,
    customerId,
    description: null,
    workOrderTypeId: null,
    status: 'OPEN',
    customStatusId: null,
    addressId: state.customer(customerId).addresses[0]?.addressId ?? null,
    createdDate: state.now().toISOString(),
    createdBy,
    customFields: [],
    schedules: [],
  };
}
