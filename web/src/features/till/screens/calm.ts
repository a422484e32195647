/** A moment in which a screen takes no press: the one that led to it, held down or made twice, must not go through it. */
import { useCallback, useEffect, useRef, useState } from "react";

const CALM_MS = 500;

export interface Calm {
  /** Whether the moment is over, as it is shown (`data-calm`). */
  isOver: boolean;
  isCalm: () => boolean;
  /** Let another moment begin. */
  begin: () => void;
}

export function useCalm(): Calm {
  const [isOver, setOver] = useState(false);
  const over = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = useCallback(() => {
    const say = (value: boolean) => {
      over.current = value;
      setOver(value);
    };
    say(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => say(true), CALM_MS);
  }, []);
  useEffect(() => {
    begin();
    return () => clearTimeout(timer.current);
  }, [begin]);
  return { isOver, isCalm: useCallback(() => over.current, []), begin };
}
