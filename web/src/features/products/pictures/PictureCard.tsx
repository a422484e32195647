/** One picture with what can be done to it. It is moved by its buttons, by the arrow keys on them, or by dragging. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, TextInput } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconStar, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import type { Picture } from "./api";
import classes from "./Pictures.module.css";

interface Props {
  picture: Picture;
  at: number;
  count: number;
  isEditable: boolean;
  isDragged: boolean;
  onMove: (to: number) => void;
  onDescribe: (text: string) => void;
  onRemove: () => void;
  onDrag: () => void;
  onDragEnd: () => void;
  onDrop: () => void;
}

export function PictureCard({ picture, at, isEditable, isDragged, onDrag, onDragEnd, onDrop, ...acts }: Props) {
  const { t } = useLingui();
  const name = picture.alt_text || t`Picture ${at + 1}`;
  return (
    <li
      className={classes.card}
      data-dragged={isDragged || undefined}
      draggable={isEditable}
      onDragStart={onDrag}
      onDragEnd={onDragEnd}
      onDragOver={(event) => isEditable && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      <a href={picture.large} target="_blank" rel="noreferrer" aria-label={t`Look at ${name}`} draggable={false}>
        <img
          className={classes.picture}
          src={picture.small}
          alt={picture.alt_text}
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      </a>
      {at === 0 && (
        <span className={classes.main}>
          <IconStar size={14} aria-hidden /> <Trans>Main</Trans>
        </span>
      )}
      {isEditable && <Acts picture={picture} at={at} name={name} {...acts} />}
      {!isEditable && picture.alt_text && <span className={classes.words}>{picture.alt_text}</span>}
    </li>
  );
}

type ActsProps = Pick<Props, "picture" | "at" | "count" | "onMove" | "onDescribe" | "onRemove"> & { name: string };

function Acts({ picture, at, count, name, onMove, onDescribe, onRemove }: ActsProps) {
  const { t } = useLingui();
  const [text, setText] = useState(picture.alt_text ?? "");
  const say = () => {
    if (text.trim() !== picture.alt_text) onDescribe(text.trim());
  };
  const keys = (event: KeyboardEvent) => {
    const to = event.key === "ArrowLeft" ? at - 1 : event.key === "ArrowRight" ? at + 1 : at;
    if (to === at || to < 0 || to >= count) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    <>
      <TextInput
        label={t`What it shows (optional)`}
        size="xs"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={say}
        onKeyDown={(event) => event.key === "Enter" && say()}
      />
      <div className={classes.acts} role="toolbar" aria-label={t`Acts on ${name}`} onKeyDown={keys}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t`Move ${name} forward`}
          disabled={at === 0}
          onClick={() => onMove(at - 1)}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t`Move ${name} back`}
          disabled={at === count - 1}
          onClick={() => onMove(at + 1)}
        >
          <IconArrowRight size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t`Make ${name} the main picture`}
          disabled={at === 0}
          onClick={() => onMove(0)}
        >
          <IconStar size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={18} />
        </ActionIcon>
      </div>
    </>
  );
}
