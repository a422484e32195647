/**
 * The catalog as the worker reads and writes it: IndexedDB itself, so that the library of the page is not loaded a second time.
 * The page makes the stores (catalog.ts), and has done so before it asks the worker for anything.
 */
export const CATALOG = "optimapos-catalog";
/** So many rows are read at once: quicker by far than one by one, and not all of them in memory. */
const BATCH = 5_000;

let opened: Promise<IDBDatabase> | undefined;

function catalog(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(CATALOG);
    asked.onupgradeneeded = () => asked.transaction?.abort(); // there is none yet, and making it is the page's
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = close;
      asked.result.onclose = close;
      resolve(asked.result);
    };
  });
  opened.catch(close);
  return opened;
}

function close(): void {
  void opened?.then(
    (base) => base.close(),
    () => undefined,
  );
  opened = undefined;
}

type Stores = (name: string) => IDBObjectStore;

/** One transaction over `names`; what `act` asked for, once all of it is done. */
async function within<T>(
  names: readonly string[],
  mode: IDBTransactionMode,
  act: (stores: Stores) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const base = await catalog();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction([...names], mode);
    const asked = act((name) => transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Write rows over those with their keys, and take others out. */
export async function put(name: string, rows: readonly unknown[], gone: readonly string[] = []): Promise<void> {
  await within([name], "readwrite", (stores) => {
    for (const row of rows) stores(name).put(row);
    for (const id of gone) stores(name).delete(id);
    return undefined;
  });
}

/** Empty all of the catalog. */
export async function clearAll(): Promise<void> {
  const names = [...(await catalog()).objectStoreNames];
  await within(names, "readwrite", (stores) => {
    for (const name of names) stores(name).clear();
    return undefined;
  });
}

/** Each row of a store, in the order of their keys. */
export async function eachRow<T extends { id: string }>(name: string, see: (row: T) => void): Promise<void> {
  let rows: T[] = [];
  do {
    const last = rows.at(-1)?.id;
    const rest = last === undefined ? null : IDBKeyRange.lowerBound(last, true);
    rows = (await within<T[]>([name], "readonly", (stores) => stores(name).getAll(rest, BATCH))) ?? [];
    rows.forEach(see);
  } while (rows.length === BATCH);
}

export async function whole<T>(kind: string): Promise<T | undefined> {
  const found = await within<{ rows: T } | undefined>(["wholes"], "readonly", (stores) => stores("wholes").get(kind));
  return found?.rows;
}

export async function keysOf(name: string): Promise<string[]> {
  const found = await within([name], "readonly", (stores) => stores(name).getAllKeys());
  return found?.map(String) ?? [];
}
