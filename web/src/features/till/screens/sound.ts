/** What is heard: never the only sign of anything. Volume is kept by device: 0 is off. */

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
const KEY = "optimapos.sound";
let context: AudioContext | undefined;

export function volume(): number {
  return Number(localStorage.getItem(KEY) ?? "0.2");
}

export function setVolume(value: number): void {
  localStorage.setItem(KEY, String(value));
}

export function beep(sound: Sound): void {
  navigator.vibrate?.(sound === "unknown" ? [60, 40, 60] : 20);
  if (!volume() || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") return; // nothing was touched yet, so nothing may sound
  for (const [hertz, from, length] of TONES[sound]) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = volume();
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(context.currentTime + from);
    tone.stop(context.currentTime + from + length);
  }
}
