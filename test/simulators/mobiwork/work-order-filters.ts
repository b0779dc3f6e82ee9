import { contains, equals, type Filters } from './answer-list.js';
import type { MobiworkAddress, MobiworkWorkOrder } from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import { readDay } from './wire-date.js';
import { addressOf, customerOf } from './work-order-wire.js';

/** `assginedTo` is spelt so, and only so; the `includeOnly…` criteria have no effect here (mobiwork.md §3). */
export function workOrderFilters(state: MobiworkState): Filters<MobiworkWorkOrder> {
  const { workOrderTypes, workOrderStatuses } = state.data.tenant;
  const address = (order: MobiworkWorkOrder): MobiworkAddress | undefined => addressOf(state, order);
  return {
    workOrderId: ({ mobiworkWorkOrderId }, wanted) => equals(mobiworkWorkOrderId, wanted),
    status: ({ status }, wanted) => equals(status, wanted),
    customStatus: ({ customStatusId }, wanted) =>
      equals(workOrderStatuses.find(({ id }) => id === customStatusId)?.name, wanted),
    workOrderType: ({ workOrderTypeId }, wanted) =>
      equals(workOrderTypes.find(({ id }) => id === workOrderTypeId)?.name, wanted),
    assginedTo: ({ schedules }, wanted) => schedules.some(({ userId }) => equals(userId, wanted)),
    assignedToDate: ({ schedules }, wanted) => schedules.some(({ date }) => date === readDay(wanted)),
    customerName: (order, wanted) => contains(customerOf(state, order)?.companyName, wanted),
    address: (order, wanted) => contains(address(order)?.address1, wanted),
    city: (order, wanted) => contains(address(order)?.city, wanted),
    zipCode: (order, wanted) => equals(address(order)?.zipCode, wanted),
    phoneNumber: (order, wanted) =>
      customerOf(state, order)?.contacts.some(({ phoneNumber }) => phoneNumber === wanted) ?? false,
    createdBy: ({ createdBy }, wanted) => equals(createdBy, wanted),
    createdFromDate: ({ createdDate }, wanted) => state.day(createdDate) >= readDay(wanted),
    createdToDate: ({ createdDate }, wanted) => state.day(createdDate) <= readDay(wanted),
  };
}
