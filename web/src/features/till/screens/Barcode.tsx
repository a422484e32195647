/** A code as bars that a scanner reads off paper. */
import { barsOf, pathOf } from "@/domain/bars";

const HEIGHT = 40;

export function Barcode({ code }: { code: string }) {
  const bars = barsOf(code);
  if (!bars) return null;
  return (
    <svg
      role="img"
      aria-label={code}
      viewBox={`-10 0 ${bars.modules.length + 20} ${HEIGHT}`}
      preserveAspectRatio="none"
      style={{ display: "block", width: "100%", height: "12mm", marginBlockStart: "0.5rem" }}
    >
      <path d={pathOf(bars.modules, HEIGHT)} fill="currentColor" />
    </svg>
  );
}
