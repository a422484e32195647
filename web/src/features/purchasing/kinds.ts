/** The documents of purchasing: where the API keeps them and where their pages are. */
import type { Schemas } from "@/lib/api";

export type Request = Schemas["PurchaseRequest"];
export type Order = Schemas["PurchaseOrder"];
export type Delivery = Schemas["DeliveryReceipt"];
export type Returned = Schemas["SupplierReturn"];
export type Invoice = Schemas["Invoice"];
export type Landed = Schemas["LandedCost"];
export type Payment = Schemas["SupplierPayment"];
export type Credit = Schemas["CreditNote"];

export const REQUESTS = { path: "/api/purchase-requests/", home: "/purchasing/requests" };
export const ORDERS = { path: "/api/purchase-orders/", home: "/purchasing/orders" };
export const DELIVERIES = { path: "/api/delivery-receipts/", home: "/purchasing/deliveries" };
export const RETURNS = { path: "/api/supplier-returns/", home: "/purchasing/returns" };
export const INVOICES = { path: "/api/supplier-invoices/", home: "/purchasing/invoices" };
export const LANDED = { path: "/api/landed-costs/", home: "/purchasing/landed-costs" };
export const PAYMENTS = { path: "/api/supplier-payments/", home: "/purchasing/payments" };
export const CREDITS = { path: "/api/supplier-credit-notes/", home: "/purchasing/credit-notes" };
