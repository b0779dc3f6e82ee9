import { answerList } from './answer-list.js';
import type { Handlers } from './mobiwork-call.js';
import type { MobiworkPayment } from './mobiwork-data.js';
import { MobiworkError } from './mobiwork-error.js';
import { found, type MobiworkState } from './mobiwork-state.js';
import { readDay } from './wire-date.js';
import type { XmlRecord } from './write-xml.js';
import { XmlInput } from './xml-input.js';

/** Payments: their fields are known, their paths are by analogy (mobiwork.md §3, §8). */
export const paymentCalls: Handlers = {
  // A GET (§8), so that a page, where pages are heeded, can only be asked for in the query.
  'payment/list': {
    method: 'GET',
    run: ({ state, query }) =>
      answerList(state, XmlInput.ofQuery(query), {
        listName: state.assumptions.listNames.payment,
        itemName: 'payment',
        rows: state.data.payments,
        filters: {},
        toWire: (payment) => paymentWire(state, payment),
      }),
  },
  'payment/add': {
    method: 'POST',
    run: ({ state, input, user }) => {
      if (!state.assumptions.paymentsAdded) throw new MobiworkError('noAction');
      const element = found(input.child('payment'), 'payment element');
      const amount = element.text('amount') ?? '';
      if (!/^\d+(\.\d+)?$/.test(amount)) throw new MobiworkError('invalid', `amount ${amount}`);
      const payment = takePayment(state, {
        status: element.text('status') ?? 'COMPLETED',
        amount,
        createdBy: user.mobiworkUserId,
        createdDate: state.now().toISOString(),
        externalId: element.text('externalId') ?? null,
        invoiceId: state.invoice(element.number('invoiceId') ?? 0).invoiceId,
        paymentDate: readDay(element.text('paymentDate') ?? ''),
        paymentReference: element.text('paymentReference') ?? null,
        paymentType: element.text('paymentType') ?? 'OTHER',
      });
      return { payment: paymentWire(state, payment) };
    },
  },
};

/** A payment that arrived (M-30): the invoice owes that much less, and is paid when it owes nothing. */
export function takePayment(state: MobiworkState, row: Omit<MobiworkPayment, 'paymentId'>): MobiworkPayment {
  const invoice = state.invoice(row.invoiceId);
  const balance = Number(invoice.balance) - Number(row.amount);
  const payment = { ...row, paymentId: state.nextId('payment') };
  state.data.payments.push(payment);
  Object.assign(invoice, { balance: balance.toFixed(2), ...(balance <= 0 && { status: 'PAID' }) });
  return payment;
}

function paymentWire(state: MobiworkState, payment: MobiworkPayment): XmlRecord {
  const { dates } = state.assumptions;
  return {
    ...payment,
    createdBy: state.userReference(payment.createdBy),
    createdDate: state.date(payment.createdDate, dates.invoiceCreated),
    paymentDate: state.date(payment.paymentDate, dates.paymentDay),
  };
}
