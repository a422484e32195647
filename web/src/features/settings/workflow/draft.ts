/** A workflow as a draft: changes make a whole new one, and what differs from the one in use is told. */
import type { Schemas } from "@/lib/api";

export type Status = Schemas["Status"];
export type Transition = Schemas["Transition"];
export interface Workflow {
  statuses: readonly Status[];
  transitions: readonly Transition[];
}

/** What is chosen in the drawing or in a table. */
export type Chosen = { status: string } | { from: string; to: string };

export const wayKey = (way: { from_status: string; to_status: string }) => `${way.from_status}>${way.to_status}`;

export function codeOf(name: string, taken: readonly Status[]): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 24);
  const base = plain || "status";
  let code = base;
  for (let nth = 2; taken.some((one) => one.code === code); nth += 1) code = `${base}_${nth}`;
  return code;
}

export function withStatus(flow: Workflow, name: string): Workflow {
  const code = codeOf(name, flow.statuses);
  const fresh: Status = {
    code,
    name,
    is_initial: false,
    is_final: false,
    is_editable: false,
    is_deletable: false,
    allows_conversion: false,
    creates_inventory_movements: false,
    reverses_inventory_movements: false,
    allows_movement_correction: false,
  };
  return { ...flow, statuses: [...flow.statuses, fresh] };
}

export function withoutStatus(flow: Workflow, code: string): Workflow {
  return {
    statuses: flow.statuses.filter((one) => one.code !== code),
    transitions: flow.transitions.filter((one) => one.from_status !== code && one.to_status !== code),
  };
}

/** One status is the initial one: where another becomes it, this ceases to be. */
export function changedStatus(flow: Workflow, code: string, changes: Partial<Status>): Workflow {
  const statuses = flow.statuses.map((one) => {
    if (one.code === code) return { ...one, ...changes };
    return changes.is_initial ? { ...one, is_initial: false } : one;
  });
  return { ...flow, statuses };
}

export function withWay(flow: Workflow, way: Transition): Workflow {
  return { ...flow, transitions: [...flow.transitions, way] };
}

export function withoutWay(flow: Workflow, from: string, to: string): Workflow {
  return {
    ...flow,
    transitions: flow.transitions.filter((one) => one.from_status !== from || one.to_status !== to),
  };
}

export function changedWay(flow: Workflow, from: string, to: string, changes: Partial<Transition>): Workflow {
  const transitions = flow.transitions.map((one) =>
    one.from_status === from && one.to_status === to ? { ...one, ...changes } : one,
  );
  return { ...flow, transitions };
}

export type Difference = { what: "added" | "removed" | "changed"; kind: "status" | "way"; key: string; name: string };

/** Every status and way that is new, gone or different. */
export function differences(before: Workflow, after: Workflow): Difference[] {
  const named = new Map([...before.statuses, ...after.statuses].map((one) => [one.code, one.name]));
  const way = (one: Transition) => `${named.get(one.from_status)} → ${named.get(one.to_status)}`;
  return [
    ...compared(
      "status",
      before.statuses,
      after.statuses,
      (one) => one.code,
      (one) => one.name,
    ),
    ...compared("way", before.transitions, after.transitions, wayKey, way),
  ];
}

function compared<T>(
  kind: Difference["kind"],
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
  name: (one: T) => string,
): Difference[] {
  const was = new Map(before.map((one) => [key(one), one]));
  const is = new Map(after.map((one) => [key(one), one]));
  const told = (what: Difference["what"], one: T) => ({
    what,
    kind,
    key: `${what} ${kind} ${key(one)}`,
    name: name(one),
  });
  return [
    ...after.filter((one) => !was.has(key(one))).map((one) => told("added", one)),
    ...before.filter((one) => !is.has(key(one))).map((one) => told("removed", one)),
    ...after
      .filter((one) => was.has(key(one)) && JSON.stringify(was.get(key(one))) !== JSON.stringify(one))
      .map((one) => told("changed", one)),
  ];
}

/** How many steps each status is from the initial one; what can't be reached stands last. */
export function layers(flow: Workflow): Map<string, number> {
  const depth = new Map<string, number>();
  let reached = flow.statuses.filter((one) => one.is_initial).map((one) => one.code);
  for (let step = 0; reached.length > 0; step += 1) {
    const fresh = reached.filter((code) => !depth.has(code));
    for (const code of fresh) depth.set(code, step);
    reached = flow.transitions.filter((way) => fresh.includes(way.from_status)).map((way) => way.to_status);
  }
  const last = Math.max(0, ...depth.values()) + 1;
  for (const one of flow.statuses) if (!depth.has(one.code)) depth.set(one.code, last);
  return depth;
}
