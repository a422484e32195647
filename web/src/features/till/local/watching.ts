/** Looks through a camera for codes; a code counts again once it has left the picture for a second. */

const GONE_MS = 1_000;
const LOOK_EVERY_MS = 120;

interface Eyes {
  open: () => Promise<MediaStream>;
  show: (stream: MediaStream) => Promise<void>;
  /** The codes in the picture of this moment. */
  read: () => Promise<readonly string[]>;
  onCode: (code: string) => void;
  /** It can't be looked through, or nothing can be read. */
  onFault: () => void;
}

/** Stop it by what is returned: nothing is told after that, and the camera is off, also one that opens only then. */
export function watch({ open, show, read, onCode, onFault }: Eyes): () => void {
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setTimeout>;
  let alive = true;
  const seen = new Map<string, number>();
  const off = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const look = async () => {
    const codes = await read();
    if (!alive) return;
    const at = performance.now();
    for (const code of codes) {
      const before = seen.get(code);
      seen.set(code, at);
      if (before === undefined || at - before >= GONE_MS) onCode(code);
    }
    timer = setTimeout(() => look().catch(fail), LOOK_EVERY_MS);
  };
  const fail = () => {
    off();
    if (alive) onFault();
  };
  const begin = async () => {
    stream = await open();
    if (!alive) return off();
    await show(stream);
    await look();
  };
  begin().catch(fail);
  return () => {
    alive = false;
    clearTimeout(timer);
    off();
  };
}
