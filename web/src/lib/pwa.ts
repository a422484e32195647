/** The service worker, which keeps the application on this device. A new release waits until somebody takes it. */

let waiting: ServiceWorker | null = null;
/** A page that stays open all day asks for a newer release this often. */
const ASK_MS = 3_600_000;
const listeners = new Set<() => void>();

function told(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

export async function install(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  if (registration.waiting) told(registration.waiting);
  setInterval(() => void registration.update().catch(() => undefined), ASK_MS);
  registration.addEventListener("updatefound", () => {
    const found = registration.installing;
    found?.addEventListener("statechange", () => {
      if (found.state === "installed" && navigator.serviceWorker.controller) told(found);
    });
  });
}

/** Whether a newer release is there; `listener` hears of a change. */
export function onUpdate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const hasUpdate = () => waiting !== null;

/** Take the newer release: the page loads anew. What is kept in IndexedDB stays. */
export function update(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting?.postMessage({ type: "SKIP_WAITING" });
}
