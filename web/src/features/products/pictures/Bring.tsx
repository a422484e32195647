/** Bringing pictures: dropped, chosen, or taken with the camera of a phone. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, FileButton, Group, Progress } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCamera, IconPhotoPlus } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import { percent } from "@/lib/format";
import { inWords } from "../problems";
import { ACCEPTED } from "./api";
import classes from "./Pictures.module.css";
import { type Upload, useUploads } from "./uploads";

export function Bring({ product }: { product: string }) {
  const { t } = useLingui();
  const { uploads, add, again, leaveOut } = useUploads(product);
  const [isOver, setOver] = useState(false);
  const hasTouch = useMediaQuery("(pointer: coarse)");
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  return (
    <section
      className={classes.bring}
      data-over={isOver || undefined}
      aria-label={t`Add pictures`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="sm">
        <FileButton multiple accept={ACCEPTED} onChange={add} inputProps={{ "aria-label": t`Pictures to add` }}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconPhotoPlus size={18} aria-hidden />}>
              <Trans>Choose pictures</Trans>
            </Button>
          )}
        </FileButton>
        {hasTouch && (
          <FileButton
            accept="image/*"
            capture="environment"
            onChange={(file) => file && add([file])}
            inputProps={{ "aria-label": t`Picture to take` }}
          >
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconCamera size={18} aria-hidden />}>
                <Trans>Take a picture</Trans>
              </Button>
            )}
          </FileButton>
        )}
        <span className={classes.hint}>
          <Trans>Or drop them here. JPEG, PNG, WebP or GIF, up to 15 MB.</Trans>
        </span>
      </Group>
      {uploads.map((upload) => (
        <OnItsWay key={upload.key} upload={upload} onAgain={() => again(upload)} onLeave={() => leaveOut(upload.key)} />
      ))}
    </section>
  );
}

function OnItsWay({ upload, onAgain, onLeave }: { upload: Upload; onAgain: () => void; onLeave: () => void }) {
  const { t } = useLingui();
  const { name } = upload.file;
  const share = Math.round(upload.sent * 100);
  if (upload.error) {
    return (
      <div className={classes.upload}>
        <span className={classes.words}>{name}</span>
        <ProblemNotice
          error={inWords(upload.error)}
          actions={
            <>
              <Button size="xs" variant="default" onClick={onAgain}>
                <Trans>Try again</Trans>
              </Button>
              <Button size="xs" variant="default" onClick={onLeave}>
                <Trans>Leave it out</Trans>
              </Button>
            </>
          }
        />
      </div>
    );
  }
  return (
    <div className={classes.upload}>
      <span className={classes.words}>
        {share < 100 ? t`${name}: ${percent(String(share))} sent` : t`${name}: being drawn`}
      </span>
      <Progress value={share} aria-label={t`Sending ${name}`} />
    </div>
  );
}
