import { addressWire, customFieldsWire } from './customer-wire.js';
import type { MobiworkAddress, MobiworkCustomer, MobiworkWorkOrder } from './mobiwork-data.js';
import type { MobiworkState } from './mobiwork-state.js';
import type { XmlRecord } from './write-xml.js';

/** A work order as every call shows one; two of its names are seen in two spellings (mobiwork.md §3). */
export function workOrderWire(state: MobiworkState, order: MobiworkWorkOrder): XmlRecord {
  const { workOrderIdName, workOrderCustomerName, dates } = state.assumptions;
  const { workOrderTypes, workOrderStatuses } = state.data.tenant;
  const address = addressOf(state, order);
  return {
    mobiworkWorkOrderId: order.mobiworkWorkOrderId,
    [workOrderIdName]: order.externalId,
    [workOrderCustomerName]: order.customerId,
    customerName: customerOf(state, order)?.companyName ?? null,
    description: order.description,
    workOrderTypeId: order.workOrderTypeId,
    workOrderType: workOrderTypes.find(({ id }) => id === order.workOrderTypeId)?.name ?? null,
    status: order.status,
    customStatusId: order.customStatusId,
    customStatus: workOrderStatuses.find(({ id }) => id === order.customStatusId)?.name ?? null,
    location: address && { address: addressWire(address) },
    createdDate: state.date(order.createdDate, dates.workOrderCreated),
    customFields: customFieldsWire(order.customFields),
    scheduleList: {
      schedule: order.schedules.map((each) => ({ ...each, date: each.date.replaceAll('-', '/') })),
    },
  };
}

export function customerOf(
  { data }: MobiworkState,
  { customerId }: MobiworkWorkOrder,
): MobiworkCustomer | undefined {
  return data.customers.find(({ mobiworkCustomerId }) => mobiworkCustomerId === customerId);
}

export function addressOf(state: MobiworkState, order: MobiworkWorkOrder): MobiworkAddress | undefined {
  return customerOf(state, order)?.addresses.find(({ addressId }) => addressId === order.addressId);
}
