/** A draft while it is written: head, lines, what is wrong with which, and that leaving it unsaved asks first. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useActKey } from "@/lib/keys";
import { asProblem, type Problem } from "@/lib/problem";
import type { DraftLine } from "./lines";

export type Head = Record<string, string | null>;

interface Options<D> {
  head: Head;
  lines: DraftLine[];
  save: (head: Head, lines: readonly DraftLine[], key: string) => Promise<D>;
  onSaved: (doc: D) => void | Promise<void>;
  /** Told whenever something becomes changed or saved: the ways on wait for it. */
  onDirty?: ((dirty: boolean) => void) | undefined;
}

export interface DocumentForm {
  head: Head;
  set: (name: string, value: string | null) => void;
  lines: DraftLine[];
  setLines: (lines: DraftLine[]) => void;
  isDirty: boolean;
  busy: boolean;
  problem: Problem | undefined;
  /** What is wrong, by field (`lines.0.quantity`). */
  errors: Record<string, string>;
  save: () => Promise<void>;
  discard: () => void;
}

const LEAVE = msg`What you changed here is not saved. Leave without saving?`;

export function useDocumentForm<D>(options: Options<D>): DocumentForm {
  const [head, setHead] = useState(options.head);
  const [lines, setLines] = useState(options.lines);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [isDirty, setDirty] = useState(false);
  const dirty = useRef(false);
  const key = useActKey();
  const mark = (changed: boolean) => {
    dirty.current = changed;
    setDirty(changed);
    options.onDirty?.(changed);
  };
  const { onDirty } = options;
  // Where the form is gone (posted elsewhere, or set back to what was saved), nothing waits for it any more.
  useEffect(() => () => onDirty?.(false), [onDirty]);
  useBlocker({
    shouldBlockFn: () => dirty.current && !window.confirm(i18n._(LEAVE)),
    enableBeforeUnload: () => dirty.current,
  });
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const saved = await options.save(head, lines, key([head, lines]));
      key.done();
      mark(false);
      await options.onSaved(saved);
    } catch (refused) {
      setProblem(asProblem(refused));
    } finally {
      setBusy(false);
    }
  };
  return {
    head,
    lines,
    isDirty,
    busy,
    problem,
    errors: Object.fromEntries((problem?.fields ?? []).map((one) => [one.field, one.detail])),
    set: (name, value) => {
      mark(true);
      setHead((now) => ({ ...now, [name]: value }));
    },
    setLines: (next) => {
      mark(true);
      setLines(next);
    },
    save,
    discard: () => {
      setHead(options.head);
      setLines(options.lines);
      setProblem(undefined);
      mark(false);
    },
  };
}
