/** What is heard: never the only sign of anything. How loud is a setting of the till. */
import { useSettings, type Volume } from "../state/settings";

type Sound = "added" | "unknown" | "done";

const TONES: Record<Sound, readonly [hertz: number, from: number, length: number][]> = {
  added: [[880, 0, 0.05]],
  unknown: [
    [220, 0, 0.12],
    [220, 0.18, 0.12],
  ],
  done: [
    [660, 0, 0.06],
    [880, 0.08, 0.08],
  ],
};
const GAINS: Readonly<Record<Volume, number>> = { off: 0, low: 0.2, high: 0.7 };
let context: AudioContext | undefined;

export function beep(sound: Sound): void {
  navigator.vibrate?.(sound === "unknown" ? [60, 40, 60] : 20);
  const loudness = GAINS[useSettings.getState().sound];
  if (!loudness || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") return; // nothing was touched yet, so nothing may sound
  for (const [hertz, from, length] of TONES[sound]) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = loudness;
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(context.currentTime + from);
    tone.stop(context.currentTime + from + length);
  }
}
