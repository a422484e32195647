/**
 * Hints of what changed elsewhere, within a second: server-sent events from a process of their own. Screens work without them and
 * ask from time to time. A hint has no figures: whoever hears it asks the API.
 */

export interface Hint {
  topic: string;
  kind?: string;
  location?: string | null;
  ids?: string[];
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** Those of live/types.py. */
const TOPICS = [
  "approvals",
  "carts",
  "catalog",
  "customers",
  "documents",
  "jobs",
  "payments",
  "prices",
  "sales",
  "settings",
  "shifts",
  "stock",
];

/** Listen until the returned function is called. `open` asks for a ticket and answers the stream's address. */
export function listen(open: () => Promise<string>, heard: (hint: Hint) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let alive = true;
  const later = () => {
    source?.close();
    clearTimeout(timer);
    if (alive) timer = setTimeout(() => void connect(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const connect = async () => {
    try {
      const address = await open();
      if (!alive) return;
      source = new EventSource(address);
    } catch {
      return later();
    }
    const tell = (topic: string) => (event: MessageEvent<string>) => heard({ topic, ...said(event.data) });
    source.addEventListener("open", () => {
      pause = FIRST_PAUSE_MS;
    });
    for (const topic of TOPICS) source.addEventListener(topic, tell(topic));
    source.addEventListener("reset", () => heard({ topic: "reset" }));
    source.addEventListener("renew", () => {
      source?.close();
      void connect();
    });
    source.addEventListener("error", later);
  };
  void connect();
  return () => {
    alive = false;
    clearTimeout(timer);
    source?.close();
  };
}

function said(data: string): Partial<Hint> {
  try {
    const told: unknown = JSON.parse(data);
    return typeof told === "object" && told !== null ? (told as Partial<Hint>) : {};
  } catch {
    return {};
  }
}
