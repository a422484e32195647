/** The frame of a form: what is wrong on top, one column of fields, Save and Discard once something changed. */
import { Plural, Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./FormFrame.module.css";
import { type ApiForm, focusOn, wrongFields } from "./form";
import { Notice, ProblemNotice } from "./Notice";

interface Props<V extends Record<string, unknown>> {
  api: ApiForm<V>;
  /** The verb and the thing, such as "Save customer". */
  act: ReactNode;
  children: ReactNode;
  /** Leaves the form; without it the button appears once something changed and sets the values back. */
  onCancel?: () => void;
}

export function FormFrame<V extends Record<string, unknown>>({ api, act, children, onCancel }: Props<V>) {
  const { form, problem, busy } = api;
  const wrong = api.isRefused ? wrongFields(form) : [];
  return (
    <form onSubmit={api.submit} className={classes.form} noValidate>
      {wrong.length > 0 && (!problem || problem.fields.length > 0) ? (
        <Notice kind="danger">
          <Plural value={wrong.length} one="# field needs a change" other="# fields need a change" />
          <ul className={classes.list}>
            {wrong.map(({ field, label, message, node }) => (
              <li key={field}>
                <button type="button" className={classes.jump} onClick={() => focusOn(node)}>
                  {label && `${label}: `}
                  {message}
                </button>
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <ProblemNotice error={problem} />
      )}
      {children}
      <Group gap="sm" className={classes.bar}>
        <Button type="submit" loading={busy}>
          {act}
        </Button>
        {onCancel ? (
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        ) : (
          form.isDirty() && (
            <Button variant="default" onClick={() => form.reset()}>
              <Trans>Discard changes</Trans>
            </Button>
          )
        )}
      </Group>
    </form>
  );
}
