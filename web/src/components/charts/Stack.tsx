/** Shares of a whole: one stacked bar, and each part with its figure under it. */
import { Link } from "@tanstack/react-router";
import { inCents } from "./bars";
import classes from "./charts.module.css";

const PARTS = ["a", "b", "c", "d", "e"] as const;
const colour = (at: number) => PARTS[Math.min(at, PARTS.length - 1)];

export interface Part {
  key: string;
  name: string;
  size: string;
  value: string;
  to: string;
  search: Record<string, string>;
}

export function Stack({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      <div className={classes.stack} aria-hidden>
        {parts.map(
          (part, at) =>
            inCents(part.size) > 0 && (
              <span key={part.key} data-part={colour(at)} style={{ flexGrow: inCents(part.size) }} />
            ),
        )}
      </div>
      <ul className={classes.shares}>
        {parts.map((part, at) => (
          <li key={part.key}>
            <span data-part={colour(at)} className={classes.swatch} aria-hidden />
            <Link to={part.to} search={part.search as never} className={classes.barName}>
              {part.name}
            </Link>
            <span className={classes.barValue}>{part.value}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
