/**
 * What a payment through a provider comes to, for somebody who waits for it at a till.
 *
 * Source: docs/algorithms/payments.md "States".
 */

/**
 * ASKING: the customer is asked. SILENT: nobody knows, neither paid nor unpaid. APPROVED: the money is there and the sale is
 * booked. DECLINED, EXPIRED, CANCELLED: it is a cart again. LATE: the money came and pays for nothing. REFUNDED: it went back.
 */
export type Stand = "ASKING" | "SILENT" | "APPROVED" | "DECLINED" | "EXPIRED" | "CANCELLED" | "LATE" | "REFUNDED";

export interface Told {
  status: string;
  outcome: string;
  error_code: string;
}

/** With these an open payment is one of which the provider has said nothing that counts. */
const UNHEARD: readonly string[] = ["PROVIDER_AWAY", "MISMATCH"];

export function standOf({ status, outcome, error_code }: Told): Stand {
  switch (status) {
    case "SUCCEEDED":
      if (outcome === "APPLIED") return "APPROVED";
      return outcome === "REFUNDED" ? "REFUNDED" : "LATE";
    case "FAILED":
      return "DECLINED";
    case "EXPIRED":
      return "EXPIRED";
    case "CANCELLED":
      return "CANCELLED";
    case "PENDING":
      return UNHEARD.includes(error_code) ? "SILENT" : "ASKING";
    default:
      return "SILENT";
  }
}

/** Whether its money may still come in the ordinary way: its sale waits for it, and nothing else may be asked. */
export const isOpen = (stand: Stand): boolean => stand === "ASKING" || stand === "SILENT";

/** So long ago, as it is shown: 0:07, 12:30. */
export function elapsed(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
