/** The pictures of a product: brought, described, put in order. The first one is what lists and the till show. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/ui/EmptyState";
import { ProblemNotice } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { toastWithUndo } from "@/components/ui/undo";
import { useFresh } from "../api";
import { inWords } from "../problems";
import { changePicture, type Picture, picturesQuery, removePicture, restorePicture } from "./api";
import { Bring } from "./Bring";
import { moved } from "./order";
import { PictureCard } from "./PictureCard";
import classes from "./Pictures.module.css";

interface Props {
  product: string;
  isEditable: boolean;
}

export function Pictures({ product, isEditable }: Props) {
  const { t } = useLingui();
  const { data: pictures = [], error } = useQuery(picturesQuery(product));
  const acts = useActs(product);
  const [dragged, setDragged] = useState<string>();
  if (pictures.length === 0 && !isEditable) return null;
  const drop = (to: number) => {
    if (dragged && pictures[to]?.id !== dragged) acts.move.mutate({ id: dragged, to });
    setDragged(undefined);
  };
  return (
    <Section title={t`Pictures`}>
      <ProblemNotice error={inWords(error ?? acts.error)} />
      {pictures.length > 0 && (
        <ul className={classes.pictures} aria-label={t`Pictures, the main one first`}>
          {pictures.map((picture, at) => (
            <PictureCard
              key={picture.id}
              picture={picture}
              at={at}
              count={pictures.length}
              isEditable={isEditable}
              isDragged={dragged === picture.id}
              onMove={(to) => acts.move.mutate({ id: picture.id, to })}
              onDescribe={(text) => acts.describe.mutate({ id: picture.id, text })}
              onRemove={() => acts.remove.mutate(picture)}
              onDrag={() => setDragged(picture.id)}
              onDragEnd={() => setDragged(undefined)}
              onDrop={() => drop(at)}
            />
          ))}
        </ul>
      )}
      {isEditable && pictures.length === 0 && (
        <EmptyState title={t`No picture yet`}>
          <Trans>With a picture the till shows it on its tile, and people find it faster.</Trans>
        </EmptyState>
      )}
      {isEditable && <Bring product={product} />}
    </Section>
  );
}

interface Move {
  id: string;
  to: number;
}

function useActs(product: string) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fresh = useFresh();
  const key = picturesQuery(product).queryKey;
  const onSettled = fresh;
  const restore = useMutation({ mutationFn: (id: string) => restorePicture(product, id), onSettled });
  const move = useMutation({
    mutationFn: ({ id, to }: Move) => changePicture(product, id, { position: to }),
    onMutate: async ({ id, to }: Move) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData(key, (rows: Picture[] = []) => moved(rows, id, to));
    },
    onSettled,
  });
  const describe = useMutation({
    mutationFn: ({ id, text }: { id: string; text: string }) => changePicture(product, id, { alt_text: text }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (picture: Picture) => removePicture(product, picture.id),
    onSuccess: (_, picture) => toastWithUndo(t`The picture was removed.`, () => restore.mutate(picture.id)),
    onSettled,
  });
  return { move, describe, remove, error: move.error ?? describe.error ?? remove.error ?? restore.error };
}
