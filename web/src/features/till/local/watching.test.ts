import { expect, test, vi } from "vitest";
import { watch } from "./watching";

function camera() {
  const track = { stop: vi.fn() };
  const eyes = {
    open: vi.fn(async () => ({ getTracks: () => [track] }) as unknown as MediaStream),
    show: vi.fn(async () => {}),
    read: vi.fn(async (): Promise<string[]> => []),
    onCode: vi.fn(),
    onFault: vi.fn(),
  };
  return { track, eyes };
}

test("a camera that opens after the sheet was closed is off at once", async () => {
  const { track, eyes } = camera();
  watch(eyes)();
  await vi.waitFor(() => expect(track.stop).toHaveBeenCalled());
  expect(eyes.show).not.toHaveBeenCalled();
});

test("a code that is read after the sheet was closed is not told", async () => {
  const { track, eyes } = camera();
  let answer: (codes: string[]) => void = () => {};
  eyes.read.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const stop = watch(eyes);
  await vi.waitFor(() => expect(eyes.read).toHaveBeenCalled());
  stop();
  answer(["3800000000027"]);
  await Promise.resolve();
  expect(eyes.onCode).not.toHaveBeenCalled();
  expect(track.stop).toHaveBeenCalled();
});

test("a reader that fails is told, and the camera is off", async () => {
  const { track, eyes } = camera();
  eyes.read.mockRejectedValue(new Error("no wasm"));
  watch(eyes);
  await vi.waitFor(() => expect(eyes.onFault).toHaveBeenCalledOnce());
  expect(track.stop).toHaveBeenCalled();
});

test("a code that stays in the picture counts once", async () => {
  const { eyes } = camera();
  eyes.read.mockResolvedValue(["3800000000027"]);
  const stop = watch(eyes);
  await vi.waitFor(() => expect(eyes.read.mock.calls.length).toBeGreaterThan(2));
  stop();
  expect(eyes.onCode).toHaveBeenCalledOnce();
});
