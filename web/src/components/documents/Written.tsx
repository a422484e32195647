/**
 * A document while somebody writes on it. What another one saves meanwhile takes nothing of what is being typed: it is
 * told, and waits to be looked at.
 */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Fragment, type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/Notice";

interface Kept {
  id: string;
  version?: number;
}

/** Which of both is written on: the newest, unless what was changed was changed on an older one. */
export function heldOf<D extends Kept>(held: D, newest: D, isDirty: boolean): D {
  return isDirty && held.id === newest.id && held.version !== newest.version ? held : newest;
}

interface Props<D extends Kept> {
  doc: D;
  isDirty: boolean;
  /** The form, made anew for each document that it is given. */
  children: (doc: D) => ReactNode;
}

export function Written<D extends Kept>({ doc, isDirty, children }: Props<D>) {
  const [held, setHeld] = useState(doc);
  const [passed, setPassed] = useState<number>();
  const now = heldOf(held, doc, isDirty);
  if (now !== held) setHeld(now);
  return (
    <>
      {now !== doc && doc.version !== passed && (
        <Notice
          kind="warning"
          actions={
            <>
              <Button size="sm" variant="default" onClick={() => setHeld(doc)}>
                <Trans>See the other changes</Trans>
              </Button>
              <Button size="sm" variant="default" onClick={() => setPassed(doc.version)}>
                <Trans>Keep mine</Trans>
              </Button>
            </>
          }
        >
          <Trans>Somebody saved this meanwhile. Your changes are still here; saving them replaces the others.</Trans>
        </Notice>
      )}
      <Fragment key={`${now.id} ${now.version}`}>{children(now)}</Fragment>
    </>
  );
}
