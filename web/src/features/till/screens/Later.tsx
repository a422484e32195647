/** Layers over a screen, whose code is not waited for: it comes a moment after the screen, or when one is wanted before that. */
import { type ReactNode, Suspense, useEffect, useState } from "react";

const AFTER_MS = 1_000;

export function Later({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [isThere, setIsThere] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setIsThere(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (wanted && !isThere) setIsThere(true);
  return isThere && <Suspense>{children}</Suspense>;
}
