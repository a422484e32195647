/** The buttons of the header's menus, and behind them the menus once one was opened. */
import { useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import { type ComponentProps, Suspense, useState } from "react";
import { LookButton } from "@/components/LookButton";
import { later } from "@/lib/patiently";
import classes from "./till.module.css";

const Menus = later(() => import("./Menus"));

export function MenuButtons() {
  const { t } = useLingui();
  const [first, setFirst] = useState<"look" | "more">();
  const closed = (
    <>
      <LookButton size={48} onClick={() => setFirst("look")} />
      <MoreButton aria-label={t`More`} onClick={() => setFirst("more")} />
    </>
  );
  if (!first) return closed;
  return (
    <Suspense fallback={closed}>
      <Menus first={first} />
    </Suspense>
  );
}

export function MoreButton({ className = "", ...props }: ComponentProps<"button">) {
  return (
    <button type="button" className={`${classes.iconButton} ${className}`} aria-haspopup="menu" {...props}>
      <IconDots size={24} aria-hidden />
    </button>
  );
}
