/** Scans while goods come back: each lands somewhere, whatever is shown. */
import { useEffect, useState } from "react";
import { scanBrought } from "../state/brought";
import { enterCode } from "../state/codes";
import { startExchange } from "../state/exchange";
import { endReturn, scanBack, useReturn } from "../state/returns";
import { takeScan } from "../state/scanned";
import { hearScans } from "../state/scanner";
import { beep } from "./sound";

/** Scans of goods while the lines that come back are chosen. */
export function useScanBack(): void {
  useEffect(() => hearScans((code) => void scanBack(code).then((isThere) => beep(isThere ? "added" : "unknown"))), []);
}

/** Scans of goods that are brought without a receipt. */
export function useScanBrought(): void {
  useEffect(
    () => hearScans((code) => void scanBrought(code).then((isThere) => beep(isThere ? "added" : "unknown"))),
    [],
  );
}

/** Scans while it is decided on, or done; how many went into the cart that waits beneath. */
export function useScansBeneath(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const scan = async (code: string) => {
      const { step, refund } = useReturn.getState();
      const isExchange = refund?.status === "APPROVED" && refund.refund_method === "EXCHANGE";
      if (step === "done") endReturn();
      else if (isExchange) await startExchange();
      else setCount((now) => now + 1);
      const isOver = step === "done" || isExchange;
      beep((await (isOver ? takeScan(code) : enterCode(code))) ? "unknown" : "added");
    };
    return hearScans((code) => void scan(code));
  }, []);
  return count;
}
