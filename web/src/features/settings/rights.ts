/** What each right lets a person do, in the reader's language; the server's own sentence where there is none. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const RIGHTS: Readonly<Record<string, MessageDescriptor>> = {
  "sale.view": msg`Look up sales and print their receipts again.`,
  "sale.sell": msg`Sell: put goods into a cart, take the money, hand out the receipt.`,
  "sale.discount": msg`Give discounts, up to the largest one that the role has.`,
  "sale.cancel": msg`Give up a cart that was not paid.`,
  "sale.import": msg`Bring in sales that were made elsewhere, with the time at which they were made.`,
  "price.override": msg`Type another price than the one that the system found.`,
  "price.below_floor": msg`Sell for less than the lowest price that is set for the goods.`,
  "credit.override": msg`Let a customer owe more than their limit.`,
  "credit.adjust": msg`Correct what customers owe, and enter what they owed before.`,
  "customer.view": msg`See customers, what they bought and what they owe.`,
  "customer.manage": msg`Add customers and change their details, limits and blocks.`,
  "product.view": msg`See products and their prices.`,
  "product.manage": msg`Add and change products, barcodes, brands and groups.`,
  "price.manage": msg`Set prices, and prepare promotions and price lists.`,
  "price.approve": msg`Let promotions and price lists take effect.`,
  "stock.view": msg`See how much there is of what, and where.`,
  "stock.receive": msg`Book goods that came in.`,
  "stock.transfer": msg`Send goods from one location to another.`,
  "stock.adjust": msg`Write goods off, put them aside, correct what the books say there is.`,
  "stock.count": msg`Count stock and enter what was found.`,
  "stock.approve": msg`Make counts and corrections take effect, and take back what was booked.`,
  "supplier.view": msg`See suppliers and when they deliver.`,
  "supplier.manage": msg`Add suppliers and change their terms.`,
  "supplier.pay": msg`Enter suppliers' invoices and what was paid on them.`,
  "purchase.view": msg`See orders, deliveries and what is asked for.`,
  "purchase.request": msg`Ask for goods to be bought.`,
  "purchase.order": msg`Order from suppliers, and send goods back to them.`,
  "purchase.approve": msg`Say yes to orders and other papers of buying.`,
  "workflow.manage": msg`Change which steps an order or another paper goes through.`,
  "cost.view": msg`See what goods cost and what is earned on them.`,
  "data.import": msg`Bring in products, prices, customers and stock from files.`,
  "data.export": msg`Take lists out as files.`,
  "audit.view": msg`Read who did what and when.`,
  "people.manage": msg`Add people, give them roles and PINs, set up tills.`,
  "settings.manage": msg`Change the business, its locations and how it works.`,
};

const GROUPS: Readonly<Record<string, MessageDescriptor>> = {
  Selling: msg`Selling`,
  Prices: msg`Prices`,
  "Customers and credit": msg`Customers and credit`,
  Products: msg`Products`,
  Stock: msg`Stock`,
  Buying: msg`Buying`,
  Figures: msg`Figures`,
  Files: msg`Files`,
  "Setting up": msg`Setting up`,
};

export const groupWords = (group: string) => (GROUPS[group] ? i18n._(GROUPS[group]) : group);
