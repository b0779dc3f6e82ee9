import { answerList, contains, equals, type Filters } from './answer-list.js';
import { setValues } from './edit-values.js';
import { emptyProduct } from './empty-rows.js';
import type { Handlers } from './mobiwork-call.js';
import { PRODUCT_FLAGS, PRODUCT_TEXTS, type MobiworkProduct } from './mobiwork-data.js';
import { found } from './mobiwork-state.js';
import { MobiworkError } from './mobiwork-error.js';
import type { XmlRecord } from './write-xml.js';

/** Products: the one list whose pages are documented, and an add (mobiwork.md §3, §8). */
export const productCalls: Handlers = {
  'product/list': {
    method: 'POST',
    run: ({ state, input }) => {
      // `disabled=true` *includes* disabled products (§8); without it they stay away.
      const includesDisabled = input.flag('disabled') ?? false;
      return answerList(state, input, {
        listName: state.assumptions.listNames.product,
        itemName: 'product',
        rows: state.data.products.filter(({ disabled }) => includesDisabled || !disabled),
        filters: FILTERS,
        toWire: productWire,
      });
    },
  },
  'product/add': {
    method: 'POST',
    run: ({ state, input }) => {
      const product = emptyProduct(0);
      setValues<MobiworkProduct, (typeof NAMES)[number]>(
        state,
        found(input.child('product'), 'product element'),
        { row: product, names: NAMES, isNew: true },
      );
      if (!product.name) throw new MobiworkError('required', 'name');
      product.mobiworkProductId = state.nextId('product');
      state.data.products.push(product);
      return { product: productWire(product) };
    },
  },
};

const NAMES = [...PRODUCT_TEXTS, ...PRODUCT_FLAGS, 'tax', 'category'] as const;

const FILTERS: Filters<MobiworkProduct> = {
  productId: ({ mobiworkProductId }, wanted) => equals(mobiworkProductId, wanted),
  name: ({ name }, wanted) => contains(name, wanted),
  productType: ({ type }, wanted) => equals(type, wanted),
  externalId: ({ externalId }, wanted) => externalId === wanted,
  sku: ({ sku }, wanted) => equals(sku, wanted),
  modelNumber: ({ modelNumber }, wanted) => equals(modelNumber, wanted),
  category: ({ category }, wanted) => equals(category, wanted),
};

/** Category and the mark of a disabled product are criteria, and not among the fields that were seen (§3). */
function productWire({ category: _category, disabled: _disabled, ...product }: MobiworkProduct): XmlRecord {
  return product;
}
