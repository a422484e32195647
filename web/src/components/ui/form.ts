/** A form that is saved by the API: its refusals come back to the fields that they name. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useBlocker } from "@tanstack/react-router";
import { type SyntheticEvent, useRef, useState } from "react";
import { asProblem, type Problem } from "@/lib/problem";
import { problemText } from "@/lib/words";

interface Options<V extends Record<string, unknown>, R> {
  initial: V;
  /** What is wrong with a value, in words, by field; checked when a field is left and before saving. */
  validate?: Partial<Record<keyof V, (value: never, values: V) => string | null>>;
  save: (values: V) => Promise<R>;
  onSaved?: (saved: R) => void;
  /** The field that a refusal is about, by its code, where the refusal itself doesn't tell. */
  fieldOf?: Partial<Record<string, keyof V & string>>;
}

export interface ApiForm<V extends Record<string, unknown>> {
  form: UseFormReturnType<V>;
  busy: boolean;
  /** The refusal as a whole, until the next try. */
  problem: Problem | undefined;
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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useBlocker({
    shouldBlockFn: () => form.isDirty() && !busy && !window.confirm(i18n._(LEAVE)),
    enableBeforeUnload: () => form.isDirty(),
  });

  const save = async (values: V) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const saved = await options.save(values);
      form.resetDirty();
      options.onSaved?.(saved);
    } catch (error) {
      const told = asProblem(error);
      setProblem(told);
      const errors = fieldErrors(told, options.fieldOf?.[told.code]);
      refused.current = { values, errors };
      form.setErrors(errors);
      form.getInputNode(Object.keys(errors)[0] ?? "")?.focus();
    } finally {
      setBusy(false);
    }
  };
  const submit = (event?: SyntheticEvent<HTMLFormElement>) => {
    refused.current = null; // it may be right by now, and is asked again
    form.onSubmit(save)(event);
  };
  return { form, busy, problem, submit };
}

/** What is wrong by field: of a check of the whole form, or of the one field that a refusal is about. */
function fieldErrors(problem: Problem, known: string | undefined): Record<string, string> {
  const field = known ?? problem.data.field;
  if (problem.fields.length > 0) return Object.fromEntries(problem.fields.map((one) => [one.field, one.detail]));
  return typeof field === "string" ? { [field]: problemText(problem) } : {};
}

const LEAVE = msg`What you changed here is not saved. Leave without saving?`;
