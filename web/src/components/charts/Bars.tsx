/** Sorted bars from zero, their values at the ends; each the way to what it counts. */
import { Link } from "@tanstack/react-router";
import { share } from "./bars";
import classes from "./charts.module.css";

export interface Bar {
  key: string;
  name: string;
  to?: string;
  /** What the bar is drawn by. */
  size: string;
  /** What stands at its end. */
  value: string;
}

export function Bars({ bars }: { bars: readonly Bar[] }) {
  const most = bars.reduce((top, bar) => (Number.parseFloat(bar.size) > Number.parseFloat(top) ? bar.size : top), "0");
  return (
    <ol className={classes.bars}>
      {bars.map((bar) => (
        <li key={bar.key}>
          {bar.to ? (
            <Link to={bar.to} className={classes.barName}>
              {bar.name}
            </Link>
          ) : (
            <span>{bar.name}</span>
          )}
          <span className={classes.barValue}>{bar.value}</span>
          <span className={classes.track}>
            <span className={classes.bar} style={{ inlineSize: share(bar.size, most) }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
