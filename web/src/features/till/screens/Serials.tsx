/** The numbers of the pieces that are sold: scanned, typed, or chosen among those that are here. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Notice } from "@/components/ui/Notice";
import { namePiece, piecesHere, piecesOf, type SerialFault, unnamePiece } from "../state/serials";
import { useTill } from "../state/till";
import { beep } from "./sound";
import classes from "./till.module.css";

interface Props {
  /** What was scanned while this was open; each scan is a new object. */
  scanned: { code: string } | null;
  onClose: () => void;
}

export function Serials({ scanned, onClose }: Props) {
  const { t } = useLingui();
  const { cart, memory, serialsOf } = useTill();
  const line = cart.lines.find((one) => one.id === serialsOf);
  const name = line ? (memory?.products.get(line.product)?.name ?? "") : "";
  return (
    <Modal
      opened={line !== undefined}
      onClose={onClose}
      title={t`Serial numbers of ${name}`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {line && <Pieces key={line.id} id={line.id} scanned={scanned} onDone={onClose} />}
    </Modal>
  );
}

function Pieces({ id, scanned, onDone }: { id: string; scanned: { code: string } | null; onDone: () => void }) {
  const { t } = useLingui();
  const { cart, memory } = useTill();
  const line = cart.lines.find((one) => one.id === id);
  const product = line?.product;
  const [here, setHere] = useState<readonly string[] | null>([]);
  const [text, setText] = useState("");
  const [fault, setFault] = useState<SerialFault | null>(null);
  const back = useRef<HTMLButtonElement>(null);
  const isAllNamed = line !== undefined && memory !== null && (line.serials ?? []).length === piecesOf(line, memory);
  useEffect(() => {
    if (isAllNamed) back.current?.focus(); // the field is gone: Enter leads back
  }, [isAllNamed]);
  useEffect(() => {
    if (product) void piecesHere(product).then(setHere);
  }, [product]);
  const name = async (number: string) => {
    const refused = await namePiece(id, number);
    setFault(refused);
    beep(refused ? "unknown" : "added");
    if (!refused) setText("");
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each scan once
  useEffect(() => {
    if (scanned) void name(scanned.code);
  }, [scanned]);
  if (!line || !memory) return null;
  const named = line.serials ?? [];
  const wanted = piecesOf(line, memory);
  const taken = new Set(cart.lines.filter((one) => one.product === product).flatMap((one) => one.serials ?? []));
  const words: Record<SerialFault, string> = {
    TWICE: t`This piece is in the cart already.`,
    PRODUCT: t`This is the code of a product. Scan the number of the piece.`,
    ENOUGH: t`Each piece has its number. Take one off to name another.`,
    EMPTY: t`Scan or type the number.`,
  };
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (!text && isAllNamed) onDone();
        else void name(text);
      }}
    >
      <p className={classes.small} role="status">{t`${named.length} of ${wanted} named`}</p>
      {fault && <Notice kind="danger">{words[fault]}</Notice>}
      <ul className={classes.taken} aria-label={t`Pieces in the cart`}>
        {named.map((number) => (
          <li key={number}>
            <span>{number}</span>
            <button
              type="button"
              className={classes.iconButton}
              aria-label={t`Take ${number} off`}
              onClick={() => void unnamePiece(id, number)}
            >
              <IconX aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {named.length < wanted && (
        <>
          <input
            className={`${classes.searchField} ${classes.plainField}`}
            aria-label={t`Serial number`}
            placeholder={t`Scan or type the number`}
            autoComplete="off"
            data-autofocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {here === null ? (
            <p className={classes.small}>
              <Trans>Numbers in stock are listed with a connection.</Trans>
            </p>
          ) : (
            <fieldset className={classes.choices} aria-label={t`Numbers in stock`}>
              {here
                .filter((number) => !taken.has(number) && number.toLowerCase().includes(text.trim().toLowerCase()))
                .map((number) => (
                  <button key={number} type="button" className={classes.quickKey} onClick={() => void name(number)}>
                    {number}
                  </button>
                ))}
            </fieldset>
          )}
        </>
      )}
      <Button ref={back} type="submit" size="lg">
        {isAllNamed ? <Trans>Back to the cart</Trans> : <Trans>Take this number</Trans>}
      </Button>
    </form>
  );
}
