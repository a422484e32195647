/** A form that is saved by the API: its refusals come back to the fields that they name. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useActKey } from "@/lib/keys";
import { asProblem, type Problem } from "@/lib/problem";
import { problemText } from "@/lib/words";

interface Options<V extends Record<string, unknown>, R> {
  initial: V;
  /** What is wrong with a value, in words, by field; checked when a field is left and before saving. */
  validate?: Partial<Record<keyof V, (value: never, values: V) => string | null>>;
  /** `key`: the idempotency key of these values. */
  save: (values: V, key: string) => Promise<R>;
  onSaved?: (saved: R) => void;
  /** The field that a refusal is about, by its code, where the refusal itself doesn't tell. */
  fieldOf?: Partial<Record<string, keyof V & string>>;
}

export interface ApiForm<V extends Record<string, unknown>> {
  form: UseFormReturnType<V>;
  busy: boolean;
  /** The refusal as a whole, until the next try. */
  problem: Problem | undefined;
  /** Whether saving was tried in vain: then what is wrong is listed, until nothing is. */
  isRefused: boolean;
  submit: (event?: SyntheticEvent<HTMLFormElement>) => void;
}

export function useApiForm<V extends Record<string, unknown>, R>(options: Options<V, R>): ApiForm<V> {
  const refused = useRef<{ values: V; errors: Record<string, string> } | null>(null);
  /** What is wrong with a field: by the form's own rule, else what the server had against this very value. */
  const check = (field: keyof V & string) => (value: never, values: V) =>
    options.validate?.[field]?.(value, values) ??
    (refused.current?.values[field] === value ? (refused.current.errors[field] ?? null) : null);
  const form = useForm<V>({
    initialValues: options.initial,
    validate: Object.fromEntries(Object.keys(options.initial).map((field) => [field, check(field)])) as never,
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
  });
  const key = useActKey();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [refusals, setRefusals] = useState(0);
  const latest = useRef(form);
  latest.current = form;
  // What is typed afterwards moves nothing: only another try does.
  useEffect(() => {
    if (refusals > 0) focusFirst(wrongFields(latest.current));
  }, [refusals]);
  useBlocker({
    shouldBlockFn: () => form.isDirty() && !busy && !window.confirm(i18n._(LEAVE)),
    enableBeforeUnload: () => form.isDirty(),
  });

  const save = async (values: V) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const saved = await options.save(values, key(values));
      key.done();
      form.resetDirty();
      setRefusals(0);
      options.onSaved?.(saved);
    } catch (error) {
      const told = asProblem(error);
      setProblem(told);
      const errors = fieldErrors(told, options.fieldOf?.[told.code]);
      refused.current = { values, errors };
      form.setErrors(errors);
      setRefusals((count) => count + 1);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event?: SyntheticEvent<HTMLFormElement>) => {
    refused.current = null; // it may be right by now, and is asked again
    form.onSubmit(save, () => {
      setProblem(undefined);
      setRefusals((count) => count + 1);
    })(event);
  };
  return { form, busy, problem, isRefused: refusals > 0, submit };
}

export interface WrongField {
  field: string;
  /** What the field is called on the screen, where it stands there. */
  label: string;
  message: ReactNode;
  node: HTMLElement | null;
}

/** What is wrong, in the order in which the fields stand on the screen. */
export function wrongFields<V extends Record<string, unknown>>(form: UseFormReturnType<V>): WrongField[] {
  return Object.entries(form.errors)
    .filter(([, message]) => message)
    .map(([field, message]) => {
      const node = form.getInputNode(field);
      return { field, label: labelOf(node), message, node };
    })
    .sort((one, other) => {
      if (!one.node || !other.node) return Number(!one.node) - Number(!other.node);
      return one.node.compareDocumentPosition(other.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    });
}

function labelOf(node: HTMLElement | null): string {
  const label = (node as HTMLInputElement | null)?.labels?.[0]?.textContent ?? node?.getAttribute("aria-label") ?? "";
  return label.replace(/\s*\*$/, "").trim();
}

/** Into the middle of the screen, where neither the bar above nor a keyboard below covers it. */
export function focusOn(node: HTMLElement | null): void {
  node?.focus({ preventScroll: true });
  node?.scrollIntoView?.({ block: "center" });
}

const focusFirst = (wrong: readonly WrongField[]) => focusOn(wrong.find((one) => one.node)?.node ?? null);

/** What is wrong by field: of a check of the whole form, or of the one field that a refusal is about. */
function fieldErrors(problem: Problem, known: string | undefined): Record<string, string> {
  const field = known ?? problem.data.field;
  if (problem.fields.length > 0) return Object.fromEntries(problem.fields.map((one) => [one.field, one.detail]));
  return typeof field === "string" ? { [field]: problemText(problem) } : {};
}

const LEAVE = msg`What you changed here is not saved. Leave without saving?`;
