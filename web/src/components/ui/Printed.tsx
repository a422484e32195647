/** What stands on paper instead of the page when it is printed. On the screen it is not there. */
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import classes from "./Printed.module.css";

export function Printed({ children }: { children: ReactNode }) {
  return createPortal(
    <div className={classes.printed}>
      <div className={classes.paper}>{children}</div>
    </div>,
    document.body,
  );
}
