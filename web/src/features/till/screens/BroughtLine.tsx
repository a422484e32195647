/** One product that was brought: how many, where it goes, and less for it where that is agreed on. */
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { changeBrought, dropBrought, type BroughtLine as Line } from "../state/brought";
import { useReturnWords } from "./returnWords";
import { Stepper } from "./Stepper";
import classes from "./till.module.css";

const DESTINATIONS: readonly Line["destination"][] = ["SHELF", "DAMAGED"];

const FIGURE = /^\d*(\.\d{0,6})?$/;

export function BroughtLine({ line }: { line: Line }) {
  const { t } = useLingui();
  const words = useReturnWords();
  const { name } = line;
  const change = (changes: Partial<Line>) => changeBrought(line.id, changes);
  const priced = (text: string) => {
    const figure = text.replace(",", ".");
    if (FIGURE.test(figure)) change({ unitPrice: figure });
  };
  return (
    <li className={classes.returnLine} data-chosen>
      <div className={classes.wide}>
        <div>{name}</div>
        {line.packagingName && <div className={classes.small}>{line.packagingName}</div>}
      </div>
      <div className={classes.stepper}>
        <Stepper name={name} value={line.quantity} onChange={(quantity) => change({ quantity })} />
        <button
          type="button"
          className={classes.iconButton}
          aria-label={t`Take ${name} off`}
          onClick={() => dropBrought(line.id)}
        >
          <IconX aria-hidden />
        </button>
      </div>
      {line.tracksSerials && <Pieces line={line} />}
      <SegmentedControl
        className={classes.most}
        size="md"
        aria-label={t`Where ${name} goes`}
        value={line.destination}
        onChange={(value) => change({ destination: value as Line["destination"] })}
        data={DESTINATIONS.map((one) => ({ value: one, label: words.destination(one) }))}
      />
      <TextInput
        className={classes.least}
        placeholder={t`Less for one`}
        aria-label={t`Less for one of ${name} (optional)`}
        inputMode="decimal"
        size="lg"
        value={line.unitPrice}
        onChange={(event) => priced(event.currentTarget.value)}
      />
    </li>
  );
}

/** The numbers of the pieces, one after the other. */
function Pieces({ line }: { line: Line }) {
  const { t } = useLingui();
  const { name } = line;
  const named = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
  return (
    <TextInput
      className={classes.wide}
      label={t`Serial numbers`}
      description={t`That of each piece, with a comma between them`}
      aria-label={t`Serial numbers of ${name}`}
      size="lg"
      autoComplete="off"
      onChange={(event) => changeBrought(line.id, { serials: named(event.currentTarget.value) })}
    />
  );
}
