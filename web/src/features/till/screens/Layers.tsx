/** What opens over the cart. */
import { useTill } from "../state/till";
import { Coupons } from "./Coupons";
import { Customer } from "./Customer";
import { GiftCard } from "./GiftCard";
import { Held } from "./Held";
import { LinkCode } from "./LinkCode";
import { SellCard } from "./SellCard";
import { Serials } from "./Serials";
import { Shift } from "./Shift";
import { Waterfall } from "./Waterfall";

interface Props {
  /** What was scanned while serial numbers were asked for; each scan is a new object. */
  scanned: { code: string } | null;
  onClose: () => void;
  /** The one of the customer has left the screen. */
  onCustomerClosed: () => void;
}

export default function Layers({ scanned, onClose, onCustomerClosed }: Props) {
  const layer = useTill((state) => state.layer);
  return (
    <>
      <Customer
        opened={layer === "customer" || layer === "newCustomer"}
        onClose={onClose}
        onClosed={onCustomerClosed}
      />
      <Coupons opened={layer === "coupons"} onClose={onClose} />
      <GiftCard opened={layer === "giftCard"} onClose={onClose} />
      <SellCard opened={layer === "sellCard"} onClose={onClose} />
      <Held opened={layer === "held"} onClose={onClose} />
      <LinkCode opened={layer === "link"} onClose={onClose} />
      <Shift opened={layer === "shift"} onClose={onClose} />
      <Serials scanned={scanned} onClose={onClose} />
      <Waterfall opened={layer === "waterfall"} onClose={onClose} />
    </>
  );
}
