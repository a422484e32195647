/** The shift of this till's drawer: opened with a float, cash in and out, counted blind, closed. All of it needs a connection. */
import { create } from "zustand";
import { asProblem } from "@/lib/problem";
import { keep, kept } from "../local/vault";
import { postOnce, read } from "./once";
import { get, useTill } from "./till";

export interface CashMovement {
  id: string;
  kind: "IN" | "OUT";
  reason: string;
  amount: string;
  note: string;
  created_at: string;
}

interface TenderRow {
  method: string;
  count: number;
  taken: string;
  on_account: string;
  given_back_count: number;
  given_back: string;
}

export interface CountRow {
  method: string;
  expected: string;
  counted: string | null;
  difference: string | null;
}

/** Money for gift cards, which is owed to whoever has them, and no sale. */
interface CardsSold {
  count: number;
  total: string;
  voided_count: number;
  voided: string;
}

interface GivenBack {
  count: number;
  total: string;
  tax: string;
}

/** X while it is open, Z once it is closed. */
export interface ShiftReport {
  sales: { count: number; offline: number; total: string; tax: string; discount: string; on_credit: string };
  taxes: { code: string; rate: string; base: string; tax: string }[];
  receipts: { series: string; count: number; first: string; last: string }[];
  tenders: TenderRow[];
  refunds?: GivenBack;
  voids?: GivenBack;
  gift_cards?: CardsSold;
  drawer: { opening_float: string; cash_in: string; cash_out: string; expected: Record<string, string> };
  count?: CountRow[];
  grand_total?: string;
}

export interface Shift {
  id: string;
  status: "OPEN" | "CLOSED";
  opening_float: string;
  opened_at: string;
  closed_at: string | null;
  z_number: number | null;
  cash_movements: CashMovement[];
  report: ShiftReport | null;
  seal: string | null;
}

export interface Counted {
  method: string;
  amount: string;
  pieces?: { worth: string; count: number }[];
}

interface Known {
  /** Null: none is open. Undefined: nobody has told yet. */
  shift: Shift | null | undefined;
}

export const useShift = create<Known>(() => ({ shift: undefined }));

const KEPT = "shift";

async function know(shift: Shift | null): Promise<void> {
  useShift.setState({ shift });
  await keep(KEPT, shift).catch(() => undefined);
}

/** Ask the server which shift is open here; without an answer what was known last stands. Raises: Problem. */
export async function askShift(): Promise<Shift | null> {
  try {
    const shift = await read<Shift>("/api/shifts/current/");
    await know(shift);
    return shift;
  } catch (error) {
    if (asProblem(error).code !== "SHIFT_NOT_OPEN") throw error;
    await know(null);
    return null;
  }
}

/** Take up what was known when the till was closed, then ask. */
export async function takeUpShift(): Promise<void> {
  useShift.setState({ shift: await kept<Shift | null>(KEPT) });
  await refreshShift();
}

/** What is known is brought up to date where there is a connection. */
export async function refreshShift(): Promise<void> {
  if (get().online && get().session?.token) await askShift().catch(() => undefined);
}

/** Whether the business sells in shifts only and none is open. Without a connection a sale needs none: it is noted later. */
export function isShiftMissing(): boolean {
  const { memory, online } = get();
  return online && memory?.settings.business.requires_shift === true && useShift.getState().shift === null;
}

export function useShiftIsMissing(): boolean {
  const required = useTill((state) => state.online && state.memory?.settings.business.requires_shift === true);
  return useShift((state) => state.shift === null) && required;
}

/** Raises: Problem. */
export async function openShift(opening_float: string): Promise<void> {
  try {
    await know(await postOnce<Shift>("/api/shifts/", { opening_float }));
  } catch (error) {
    if (asProblem(error).code === "SHIFT_ALREADY_OPEN") await askShift();
    throw error;
  }
}

export interface Moving {
  kind: "IN" | "OUT";
  reason: string;
  amount: string;
  note: string;
}

/** Raises: Problem. */
export async function moveCash(shift: Shift, moving: Moving): Promise<CashMovement> {
  const moved = await postOnce<CashMovement>(`/api/shifts/${shift.id}/cash-movements/`, moving);
  await refreshShift();
  return moved;
}

export function xReport(shift: Shift): Promise<ShiftReport> {
  return read<ShiftReport>(`/api/shifts/${shift.id}/x-report/`);
}

/** Count and close it; answers it with its Z report. Raises: Problem. */
export async function closeShift(shift: Shift, counted: readonly Counted[], note: string): Promise<Shift> {
  const closed = await postOnce<Shift>(`/api/shifts/${shift.id}/close/`, { counted, note });
  await know(null);
  return closed;
}
