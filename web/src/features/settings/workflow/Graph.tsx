/**
 * A workflow drawn: statuses as boxes from left to right by their distance from the first, ways as arrows. It is for the
 * eye and the pointer; the tables beside it hold the same for keys and screen readers, so it is hidden from those.
 */

import { useLingui } from "@lingui/react/macro";
import { statusName } from "@/components/documents/words";
import type { Chosen, Status, Transition, Workflow } from "./draft";
import { layers, wayKey } from "./draft";
import classes from "./Workflow.module.css";

const BOX = { wide: 150, high: 52 };
const STEP = { x: 260, y: 104 };
const EDGE = 28;

interface Place {
  x: number;
  y: number;
}

function places(flow: Workflow): Map<string, Place> {
  const depth = layers(flow);
  const used = new Map<number, number>();
  const found = new Map<string, Place>();
  for (const status of flow.statuses) {
    const layer = depth.get(status.code) ?? 0;
    const row = used.get(layer) ?? 0;
    used.set(layer, row + 1);
    found.set(status.code, { x: EDGE + layer * STEP.x, y: EDGE + row * STEP.y });
  }
  return found;
}

/** From the end of one box to the start of the next; back and downwards around the boxes between. */
function path(from: Place, to: Place): { line: string; label: Place; anchor?: "start" | "end" } {
  const middle = BOX.high / 2;
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + BOX.wide, from.y + middle, to.x - 6, to.y + middle];
    const bend = (x2 - x1) / 2;
    return {
      line: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
      label: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 6 },
    };
  }
  if (to.x === from.x) {
    const isDown = to.y > from.y;
    const [y1, y2] = isDown ? [from.y + BOX.high, to.y - 6] : [from.y, to.y + BOX.high + 6];
    const x = from.x + BOX.wide / 2 + (isDown ? 16 : -16);
    return {
      line: `M${x} ${y1} L${x} ${y2}`,
      label: { x: x + (isDown ? 6 : -6), y: (y1 + y2) / 2 + 4 },
      anchor: isDown ? "start" : "end",
    };
  }
  const [x1, x2] = [from.x + BOX.wide / 2, to.x + BOX.wide / 2];
  const [y1, y2] = [from.y + BOX.high, to.y + BOX.high + 6];
  const low = Math.max(y1, y2) + 40;
  return { line: `M${x1} ${y1} C${x1} ${low} ${x2} ${low} ${x2} ${y2}`, label: { x: (x1 + x2) / 2, y: low - 6 } };
}

interface Props {
  flow: Workflow;
  chosen: Chosen | undefined;
  wrong: ReadonlySet<string>;
  /** Who takes a way, in a word or two. */
  who: (way: Transition) => string;
  onChoose: (chosen: Chosen) => void;
}

export function Graph({ flow, chosen, wrong, who, onChoose }: Props) {
  const { t } = useLingui();
  const at = places(flow);
  const spots = [...at.values()];
  const wide = Math.max(...spots.map((spot) => spot.x)) + BOX.wide + EDGE;
  const high = Math.max(...spots.map((spot) => spot.y)) + BOX.high + EDGE + 40;
  return (
    <section
      className={classes.scroll}
      aria-label={t`The workflow drawn; the same is in the tables below`}
      tabIndex={0}
    >
      <svg width={wide} height={high} viewBox={`0 0 ${wide} ${high}`} aria-hidden="true" className={classes.graph}>
        <defs>
          <marker id="way-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" className={classes.head} />
          </marker>
        </defs>
        {flow.transitions.map((way) => {
          const [from, to] = [at.get(way.from_status), at.get(way.to_status)];
          if (!from || !to) return null;
          const { line, label, anchor } = path(from, to);
          const isChosen = chosen && "from" in chosen && chosen.from === way.from_status && chosen.to === way.to_status;
          const choose = () => onChoose({ from: way.from_status, to: way.to_status });
          return (
            <g key={wayKey(way)} className={classes.way} data-chosen={isChosen} onPointerDown={choose}>
              <path d={line} className={classes.reach} />
              <path d={line} className={classes.line} markerEnd="url(#way-end)" />
              <text x={label.x} y={label.y} textAnchor={anchor ?? "middle"} className={classes.who}>
                {who(way)}
              </text>
            </g>
          );
        })}
        {flow.statuses.map((status) => (
          <Box
            key={status.code}
            status={status}
            place={at.get(status.code) ?? { x: 0, y: 0 }}
            isChosen={chosen !== undefined && "status" in chosen && chosen.status === status.code}
            isWrong={wrong.has(status.code)}
            onChoose={() => onChoose({ status: status.code })}
          />
        ))}
      </svg>
    </section>
  );
}

interface BoxProps {
  status: Status;
  place: Place;
  isChosen: boolean;
  isWrong: boolean;
  onChoose: () => void;
}

const LONGEST = 18;

function Box({ status, place, isChosen, isWrong, onChoose }: BoxProps) {
  const { x, y } = place;
  const full = statusName(status.name);
  const name = full.length > LONGEST ? `${full.slice(0, LONGEST - 1)}…` : full;
  return (
    <g className={classes.box} data-chosen={isChosen} data-wrong={isWrong} onPointerDown={onChoose}>
      <rect x={x} y={y} width={BOX.wide} height={BOX.high} rx={8} data-final={status.is_final} />
      {status.is_initial && (
        <rect x={x + 4} y={y + 4} width={BOX.wide - 8} height={BOX.high - 8} rx={5} className={classes.inner} />
      )}
      <text x={x + BOX.wide / 2} y={y + BOX.high / 2 + 5} textAnchor="middle">
        {isWrong ? `⚠ ${name}` : name}
      </text>
    </g>
  );
}
