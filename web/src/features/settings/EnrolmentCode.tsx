/** An enrolment code, shown large once: to be typed at the device, or read by a scanner that stands at it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CopyButton, Group } from "@mantine/core";
import type { Schemas } from "@/lib/api";
import { dateTime } from "@/lib/format";
import classes from "./Settings.module.css";

export function EnrolmentCode({ issued, onClose }: { issued: Schemas["Enrolment"]; onClose: () => void }) {
  const { t } = useLingui();
  const drawing = `data:image/svg+xml;utf8,${encodeURIComponent(asFile(issued.qr))}`;
  return (
    <>
      <p>
        <Trans>
          Open the till on the device and type this code there. A scanner at the device that reads QR codes types it
          from the picture.
        </Trans>
      </p>
      <p className={classes.code}>{issued.secret}</p>
      <img src={drawing} alt={t`The code as a picture for a scanner`} className={classes.qr} />
      <p>
        <Trans>
          It works once, until {dateTime(issued.expires_at)}. It is not shown again: make a new one when it is lost.
        </Trans>
      </p>
      <Group justify="flex-end">
        <CopyButton value={issued.secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t`Copied` : t`Copy code`}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </Group>
    </>
  );
}

/** An SVG element inside a page needs no namespace; as a picture of its own it does. */
const asFile = (svg: string) =>
  svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
