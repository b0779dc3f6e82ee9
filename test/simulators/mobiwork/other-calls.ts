import { answerList } from './answer-list.js';
import { addressWire, nestedCustomerWire } from './customer-wire.js';
import type { Handlers } from './mobiwork-call.js';
import { MobiworkError } from './mobiwork-error.js';
import { found } from './mobiwork-state.js';
import type { XmlInput } from './xml-input.js';

const SERVICE_FIELDS = [
  'description',
  'frequencyTypeId',
  'frequencyType',
  'workOrderTypeId',
  'intervalDays',
  'warnDays',
  'tardyDays',
  'lastServiceDate',
  'nextServiceDate',
] as const;
const FORM_FIELDS = ['holderId', 'holderType', 'name', 'apiName', 'status'] as const;
const HOLDER_IS_CUSTOMER = '2';

/** Staff users, recurrent services and form instances (mobiwork.md §3). */
export const otherCalls: Handlers = {
  'user/list': {
    method: 'POST',
    run: ({ state, input }) =>
      answerList(state, input, {
        listName: state.assumptions.listNames.user,
        itemName: 'user',
        rows: state.data.users.filter(({ active }) => active),
        filters: {},
        toWire: ({ mobiworkUserId, firstName, lastName }) => ({ mobiworkUserId, firstName, lastName }),
      }),
  },
  'recurrentService/add': {
    method: 'POST',
    run: ({ state, input }) => {
      const element = input.child('recurrentService') ?? input;
      const customer = state.customer(element.number('customerId'));
      const service = {
        id: state.nextId('service'),
        customerId: customer.mobiworkCustomerId,
        fields: Object.fromEntries(SERVICE_FIELDS.map((name) => [name, element.text(name) ?? null])),
      };
      state.data.recurrentServices.push(service);
      const [address] = customer.addresses;
      return {
        recurrentService: {
          recurrentServiceId: service.id,
          customer: nestedCustomerWire(state, customer),
          locationId: address?.addressId ?? null,
          location: address && { address: addressWire(address) },
          ...service.fields,
        },
      };
    },
  },
  'mobiForm/create': {
    method: 'POST',
    run: ({ state, input }) => {
      const element = input.child('mobiForm') ?? input;
      const fields = Object.fromEntries(FORM_FIELDS.map((name) => [name, element.text(name) ?? null]));
      const isCustomers = fields['holderType'] === HOLDER_IS_CUSTOMER;
      if (!fields['holderId']) throw new MobiworkError('required', 'holderId');
      state.data.forms.push({
        id: state.nextId('form'),
        customerId: isCustomers ? state.customer(Number(fields['holderId'])).mobiworkCustomerId : null,
        fields,
        formFields: formFields(element),
      });
      return {};
    },
  },
  'mobiForm/update': {
    method: 'POST',
    run: ({ state, id, input }) => {
      const element = input.child('mobiForm') ?? input;
      const form = found(
        state.data.forms.find((each) => each.id === id),
        `form ${id}`,
      );
      for (const name of FORM_FIELDS) form.fields[name] = element.text(name) ?? form.fields[name] ?? null;
      for (const given of formFields(element)) {
        const isSame = (each: Record<string, string | null>): boolean =>
          each['apiName'] === given['apiName'] && each['index'] === given['index'];
        form.formFields = [...form.formFields.filter((each) => !isSame(each)), given];
      }
      return {};
    },
  },
};

function formFields(element: XmlInput): Record<string, string | null>[] {
  return (element.child('formFields')?.children('formField') ?? []).map((field) => field.texts());
}
