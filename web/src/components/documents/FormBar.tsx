/** Save and Discard of a draft, with what was refused above them. */
import { Plural, Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Notice, ProblemNotice } from "@/components/ui/Notice";
import type { DocumentForm } from "./form";
import classes from "./lines.module.css";

export function FormBar({ form, act, isNew }: { form: DocumentForm; act: ReactNode; isNew?: boolean }) {
  const wrong = form.problem?.fields ?? [];
  return (
    <>
      {wrong.length > 0 ? (
        <Notice kind="danger">
          <Plural value={wrong.length} one="# field needs a change" other="# fields need a change" />
          <ul style={{ margin: 0, paddingInlineStart: 16 }}>
            {wrong.map((one) => (
              <li key={one.field + one.code}>{one.detail}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <ProblemNotice error={form.problem} />
      )}
      {(isNew || form.isDirty) && (
        <div className={classes.bar}>
          <Button onClick={form.save} loading={form.busy}>
            {act}
          </Button>
          {form.isDirty && !isNew && (
            <Button variant="default" onClick={form.discard}>
              <Trans>Discard changes</Trans>
            </Button>
          )}
        </div>
      )}
    </>
  );
}
