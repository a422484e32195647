/** What a sale may be paid by at this till now, and why something may not. Pure. */
import { FROM_A_WALLET } from "@/domain/wallets";
import type { TenderLine } from "./till";
import { MANUAL, type Way } from "./ways";

export const METHODS = ["CASH", "CARD", "MOMO", "TRANSFER"] as const;
export type Method = (typeof METHODS)[number] | "GIFT_CARD" | "STORE_CREDIT" | "LOYALTY" | "CREDIT";

/** Something that may be chosen; `way`: the account at a provider that is asked. */
export interface Choice {
  key: string;
  method: Method;
  way: Way | null;
  /** Whether the account has to be told apart from another one. */
  isNamed: boolean;
}

/** Why something can't be chosen: no connection; a provider was chosen already; somebody has to approve the sale first. */
export type Off = "OFFLINE" | "ONE_PROVIDER" | "NEEDS_APPROVAL";

const plain = (method: Method): Choice => ({ key: method, method, way: null, isNamed: false });

interface Who {
  hasCustomer: boolean;
  /** Whether the business has a loyalty program. */
  takesPoints: boolean;
}

/** A method that providers take is theirs; one that none takes is recorded, as a machine beside the till has said. */
export function choicesOf(ways: readonly Way[], { hasCustomer, takesPoints }: Who): Choice[] {
  const listed = METHODS.flatMap((method): Choice[] => {
    const taken = ways.filter((way) => way.method === method);
    return taken.length
      ? taken.map((way) => ({ key: way.id, method, way, isNamed: taken.length > 1 }))
      : [plain(method)];
  });
  const own: Method[] = hasCustomer ? ["STORE_CREDIT", ...(takesPoints ? (["LOYALTY"] as const) : []), "CREDIT"] : [];
  return [...listed, plain("GIFT_CARD"), ...own.map(plain)];
}

export interface Circumstances {
  online: boolean;
  /** What may be taken without a connection. */
  grantTenders: readonly string[];
  tenders: readonly TenderLine[];
  needsApproval: boolean;
}

export function offOf(
  { method, way }: Choice,
  { online, grantTenders, tenders, needsApproval }: Circumstances,
): Off | null {
  if (method === "CREDIT") return null;
  const isWallet = FROM_A_WALLET.includes(method);
  // A card machine that is not connected works without us, and is recorded then.
  const isRecorded = !isWallet && (!way || way.provider === MANUAL);
  if (!online && !(isRecorded && grantTenders.includes(method))) return "OFFLINE";
  if (way) {
    if (tenders.some((one) => one.way)) return "ONE_PROVIDER";
    if (needsApproval && online) return "NEEDS_APPROVAL";
  }
  return null;
}
