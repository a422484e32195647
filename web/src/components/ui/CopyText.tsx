/** A long code that is copied and not typed. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./CopyText.module.css";

export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useLingui();
  return (
    <div className={classes.frame}>
      <code className={classes.text}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" size={32} aria-label={copied ? t`Copied` : label} onClick={copy}>
            {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
