/** What is set for this till alone, on this device: how loud it is, how large its keys are and in which order the digits stand. */
import { create } from "zustand";

export type Volume = "off" | "low" | "high";

export interface TillSettings {
  sound: Volume;
  /** Keys 1.25 times as large. */
  large: boolean;
  /** 1-2-3 on top, as on a telephone; else 7-8-9, as on a keyboard. */
  flipped: boolean;
}

const KEY = "optimapos.till";
const FIRST: TillSettings = { sound: "low", large: false, flipped: false };
const VOLUMES: readonly Volume[] = ["off", "low", "high"];

/** What was kept; whatever is not understood is as at first. */
export function readSettings(kept: string | null): TillSettings {
  try {
    const { sound, large, flipped } = JSON.parse(kept ?? "{}") as Partial<Record<keyof TillSettings, unknown>>;
    return {
      sound: VOLUMES.find((one) => one === sound) ?? FIRST.sound,
      large: large === true,
      flipped: flipped === true,
    };
  } catch {
    return FIRST;
  }
}

export const useSettings = create<TillSettings>(() => readSettings(localStorage.getItem(KEY)));

export function changeSettings(changes: Partial<TillSettings>): void {
  useSettings.setState(changes);
  localStorage.setItem(KEY, JSON.stringify(useSettings.getState()));
}

/** The digits 1 to 9 in the order of a pad's rows. */
export function padRows(flipped: boolean): readonly (readonly [string, string, string])[] {
  const rows = [
    ["7", "8", "9"],
    ["4", "5", "6"],
    ["1", "2", "3"],
  ] as const;
  return flipped ? rows.toReversed() : rows;
}
