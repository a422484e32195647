/** A form that is saved by the API: its refusals come back to the fields that they name. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useBlocker } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";
import { asProblem, type Problem } from "@/lib/problem";

interface Options<V extends Record<string, unknown>, R> {
  initial: V;
  /** What is wrong with a value, in words, by field; checked when a field is left and before saving. */
  validate?: Partial<Record<keyof V, (value: never, values: V) => string | null>>;
  save: (values: V) => Promise<R>;
  onSaved?: (saved: R) => void;
}

export interface ApiForm<V extends Record<string, unknown>> {
  form: UseFormReturnType<V>;
  busy: boolean;
  /** The refusal as a whole, until the next try. */
  problem: Problem | undefined;
  submit: (event?: SyntheticEvent<HTMLFormElement>) => void;
}

export function useApiForm<V extends Record<string, unknown>, R>(options: Options<V, R>): ApiForm<V> {
  const form = useForm<V>({
    initialValues: options.initial,
    validate: (options.validate ?? {}) as never,
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
      const refused = asProblem(error);
      setProblem(refused);
      form.setErrors(Object.fromEntries(refused.fields.map((one) => [one.field, one.detail])));
      form.getInputNode(refused.fields[0]?.field ?? "")?.focus();
    } finally {
      setBusy(false);
    }
  };
  return { form, busy, problem, submit: form.onSubmit(save) };
}

const LEAVE = msg`What you changed here is not saved. Leave without saving?`;
