/** What neither vtiger.md nor a recording says. Each is to be checked on a running server. */
export const assumed = {
  /** Statuses that end a record (standard picklists, c018-c026); the setting `closed` replaces them. */
  closed: {
    ticket: ['Closed'],
    invoice: ['Paid', 'Cancel', 'Cancelled', 'Credit Invoice'],
    quote: ['Accepted', 'Rejected'],
    salesOrder: ['Delivered', 'Cancelled'],
    project: ['completed', 'delivered', 'archived', 'canceled', 'cancelled'],
    opportunity: ['Closed Won', 'Closed Lost'],
    faq: ['Obsolete'],
  } as Record<string, string[]>,
  /** `discontinued` is labelled "Product Active" and is "1" for a product on sale. */
  productActive: '1',
  /** The default currency's row has this `defaultid` (c050); without one, the first is the default. */
  defaultCurrency: '-11',
  /** Opportunities and price books are the company's own; the portal does not show them. */
  portalModules: ['ticket', 'invoice', 'quote', 'salesOrder', 'project', 'document', 'faq', 'product'],
  /** Columns of vtiger's ModComments (V-14 names only is_private). */
  modComments: ['commentcontent', 'related_to', 'createdtime', 'is_private', 'customer', 'assigned_user_id'],
  /** Columns of coreBOS' InventoryDetails (c130). */
  inventoryDetails: [
    'related_to',
    'sequence_no',
    'productid',
    'quantity',
    'listprice',
    'linetotal',
    'tax_percent',
    'description',
  ],
  /** Calls at once: no limit is known; this is good manners. */
  parallel: 4,
};
