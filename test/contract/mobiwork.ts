import type { StartedVendor } from '../../core/conformance/testing.js';
import { startMobiworkSimulator } from '../simulators/mobiwork/start-mobiwork-simulator.js';

/** MobiWork's story: a tenant in which every rule of MobiWork's has somebody it happens to. */
export async function start(): Promise<StartedVendor> {
  const { url, clientId, apiLoginId, apiPassword, change, close } = await startMobiworkSimulator();
  const order = (id: string) => ({ mobiworkWorkOrderId: Number(id) });
  const estimate = (id: string) => ({ mobiworkEstimateId: Number(id) });
  const product = (id: string) => ({ mobiworkProductId: Number(id) });
  const [description, name] = ['Staff wrote this', 'Renamed'];
  return {
    url,
    settings: {
      url,
      clientId: String(clientId),
      apiLoginId,
      apiPassword,
      zone: 'America/New_York',
      workOrderTypeId: '25121',
    },
    close,
    change: {
      edit(stream, id) {
        if (stream === 'customers')
          change.editCustomer({ mobiworkCustomerId: Number(id), companyName: name });
        else if (stream === 'workOrders') change.editWorkOrder({ ...order(id), description });
        else if (stream === 'invoices') change.editInvoice({ invoiceId: Number(id), description });
        else if (stream === 'estimates') change.editEstimate({ ...estimate(id), description });
        else change.editProduct({ ...product(id), name });
      },
      remove(stream, id) {
        if (stream === 'customers') change.deleteCustomer({ mobiworkCustomerId: Number(id) });
        else if (stream === 'workOrders') change.deleteWorkOrder(order(id));
        else if (stream === 'invoices') change.deleteInvoice({ invoiceId: Number(id) });
        else if (stream === 'estimates') change.deleteEstimate(estimate(id));
        else change.deleteProduct(product(id));
      },
      expire: () => change.revokeTokens(),
    },
    commands: {
      'customer.update': { id: '3178730', body: { name: 'Łódź Küchen' } },
      'customer.delete': { id: '3178740', body: {} },
      'contact.create': {
        body: {
          firstName: 'Kim',
          lastName: 'Sato',
          email: 'kim@harbor.example',
          phones: [{ type: 'work', number: '8135550177' }],
          customer: '3178750',
        },
      },
      'contact.update': { id: '502', body: { honorific: 'Dr.', email: 'cole@riverside.example' } },
      'contact.delete': { id: '531', body: {} },
      'contact.promote': { id: '530', body: { customer: '3178750' } },
      'login.enable': { id: '508', body: {} },
      'login.disable': { id: '502', body: {} },
      'workOrder.create': {
        body: { subject: 'Cold room 1 drips', body: 'Since noon', customer: '3178750', contacts: ['530'] },
      },
      'workOrder.update': {
        id: '90407',
        body: { subject: 'Cold room 2 is warm', body: 'Again', fields: { city: 'Tampa' } },
      },
      'workOrder.delete': { id: '90406', body: {} },
      'invoice.pay': { id: '71004', body: {} },
    },
    says: {
      expired: { body: refusal('1001', 'Invalid or expired authentication token') },
      limited: { body: refusal('1009', 'Too many requests') },
    },
  };
}

const refusal = (code: string, words: string): string =>
  `<response version="10.4.109" statusCode="2"><error code="${code}">${words}</error></response>`;
