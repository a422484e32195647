/** What opens over the cart. */
import { Coupons } from "./Coupons";
import { Customer } from "./Customer";
import { Held } from "./Held";
import { Serials } from "./Serials";
import { Waterfall } from "./Waterfall";

export type Layer = "customer" | "coupons" | "held" | "waterfall";

interface Props {
  layer: Layer | null;
  /** What was scanned while serial numbers were asked for; each scan is a new object. */
  scanned: { code: string } | null;
  onClose: () => void;
  /** The one of the customer has left the screen. */
  onCustomerClosed: () => void;
}

export default function Layers({ layer, scanned, onClose, onCustomerClosed }: Props) {
  return (
    <>
      <Customer opened={layer === "customer"} onClose={onClose} onClosed={onCustomerClosed} />
      <Coupons opened={layer === "coupons"} onClose={onClose} />
      <Held opened={layer === "held"} onClose={onClose} />
      <Serials scanned={scanned} onClose={onClose} />
      <Waterfall opened={layer === "waterfall"} onClose={onClose} />
    </>
  );
}
