/** Shares of a whole: one stacked bar, and each part with its figure under it. */
import { Link } from "@tanstack/react-router";
import { inCents } from "./bars";
import classes from "./charts.module.css";

const COLOURS = "abcdefghij";

/** A part's own colour, else one by its place. */
const colour = (part: Part, at: number) => COLOURS[Math.min(part.colour ?? at, COLOURS.length - 1)];

export interface Part {
  key: string;
  name: string;
  size: string;
  value: string;
  to: string;
  search: Record<string, string>;
  /** Which of the ten colours, where the same thing has the same one in other charts. */
  colour?: number;
}

export function Stack({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      <div className={classes.stack} aria-hidden>
        {parts.map(
          (part, at) =>
            inCents(part.size) > 0 && (
              <span key={part.key} data-part={colour(part, at)} style={{ flexGrow: inCents(part.size) }} />
            ),
        )}
      </div>
      <ul className={classes.shares}>
        {parts.map((part, at) => (
          <li key={part.key}>
            <span data-part={colour(part, at)} className={classes.swatch} aria-hidden />
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
