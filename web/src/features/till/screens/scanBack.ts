/** Scans of goods while the lines that come back are chosen. */
import { useEffect } from "react";
import { scanBack } from "../state/returns";
import { hearScans } from "../state/scanner";
import { beep } from "./sound";

export function useScanBack(): void {
  useEffect(() => hearScans((code) => void scanBack(code).then((isThere) => beep(isThere ? "added" : "unknown"))), []);
}
