/** The sales that this device keeps, the newest first, a page more whenever somebody asks for older ones. */
import { useEffect, useState } from "react";
import { vault } from "../local/vault";
import type { SaleRecord } from "../state/sale";
import { useTill } from "../state/till";

const PAGE = 100;

export interface Sales {
  /** Undefined until they were read. */
  rows: readonly SaleRecord[] | undefined;
  hasOlder: boolean;
  showOlder: () => void;
}

/** `wanted` is among them, however old it is: it stands first. */
export function useSales(wanted: string): Sales {
  const { waiting, review, sending } = useTill();
  const [most, setMost] = useState(PAGE);
  const [found, setFound] = useState<SaleRecord[]>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew whenever the counts change
  useEffect(() => {
    let alive = true;
    void read(wanted, most + 1).then((rows) => alive && setFound(rows));
    return () => {
      alive = false;
    };
  }, [wanted, most, waiting, review, sending]);
  return {
    rows: found?.slice(0, most),
    hasOlder: found !== undefined && found.length > most,
    showOlder: () => setMost(most + PAGE),
  };
}

async function read(wanted: string, most: number): Promise<SaleRecord[]> {
  const newest = await vault.sales.orderBy("made_at").reverse().limit(most).toArray();
  const first = wanted ? await vault.sales.get(wanted) : undefined;
  return first ? [first, ...newest.filter((row) => row.id !== wanted)] : newest;
}
