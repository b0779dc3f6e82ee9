import { idNumber, type InvoiceLine, type Row } from './vtiger-data.js';
import type { VtigerState } from './vtiger-state.js';
import { asText, type Element } from './write-values.js';

/** Keeps the product lines of an invoice, quote or order (V-15, c127, c128) and their sums. */
export function storeLines(state: VtigerState, row: Row, element: Element): void {
  const given = element['pdoInformation'] ?? element['LineItems'];
  if (!Array.isArray(given)) return;
  const lines = (given as Element[]).map((line) => asLine(state, line));
  state.lines.set(row['id'] ?? '', lines);
  const stored = state.find(row['id'] ?? '');
  if (!stored) return;
  Object.assign(row, sumsOf(lines));
  state.tableOf(row['id'] ?? '')?.put({ ...stored, ...row });
}

/** The totals of c127, with the recorded installation's three tax rates on the whole. */
function sumsOf(lines: InvoiceLine[]): Row {
  const gross = lines.reduce((sum, { qty = 0, listprice = 0 }) => sum + Number(qty) * Number(listprice), 0);
  const net = lines.reduce((sum, line) => sum + netOf(line), 0);
  const rounded = Number(net.toFixed(2));
  const taxes = [0.045, 0.1, 0.125].map((rate) => rounded * rate);
  const tax = taxes.reduce((sum, each) => sum + each, 0);
  const total = Number((rounded + tax).toFixed(2));
  const sums = {
    hdnSubTotal: rounded,
    hdnGrandTotal: total,
    pl_gross_total: gross,
    pl_dto_line: gross - net,
    pl_dto_total: gross - net,
    pl_dto_global: 0,
    pl_net_total: net,
    sum_nettotal: rounded,
    pl_sh_total: 0,
    pl_sh_tax: 0,
    pl_grand_total: total,
    pl_adjustment: 0,
    sum_tax1: taxes[0] ?? 0,
    sum_tax2: taxes[1] ?? 0,
    sum_tax3: taxes[2] ?? 0,
    sum_taxtotal: tax,
    sum_taxtotalretention: 0,
  };
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.toFixed(6)]));
}

function asLine(state: VtigerState, line: Element): InvoiceLine {
  const product = asText(line['productid']);
  const percent = Number(asText(line['discount_percentage']) || 0);
  return {
    productid: String(idNumber(product)),
    wsproductid: product,
    linetype: state.tableOf(product)?.name ?? 'Products',
    comment: asText(line['comment']),
    qty: Number(asText(line['qty']) || 0).toFixed(3),
    listprice: Number(asText(line['listprice']) || 0).toFixed(6),
    discount: percent > 0 ? 1 : 0,
    discount_type: percent > 0 ? 'percentage' : 0,
    discount_percentage: percent > 0 ? percent.toFixed(3) : 0,
    discount_amount: 0,
  };
}

function netOf({ qty = 0, listprice = 0, discount_percentage: percent = 0 }: InvoiceLine): number {
  return Number(qty) * Number(listprice) * (1 - Number(percent) / 100);
}
