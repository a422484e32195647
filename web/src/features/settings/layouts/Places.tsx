/** The places of a tab. A tile is dragged to another place, or chosen and moved by buttons: both swap two places. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProductNames } from "@/components/pick/ProductsField";
import { productQuery } from "./api";
import { MOST_PLACES, soldAs, swap, type Tab, type Tile, takeOut } from "./draft";
import classes from "./layouts.module.css";

interface Props {
  tabs: readonly Tab[];
  tab: number;
  onArrange: (tabs: Tab[]) => void;
}

export function Places({ tabs, tab, onArrange }: Props) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<number>();
  const [dragged, setDragged] = useState<number>();
  const places = tabs[tab]?.places ?? [];
  const names = useProductNames([...new Set(places.flatMap((tile) => (tile ? [tile.product] : [])))]);
  const name = (tile: Tile) => names.get(tile.product) ?? "…";
  const move = (from: number, to: number) => {
    onArrange(swap(tabs, tab, from, to));
    setChosen(to);
  };
  const tile = chosen === undefined ? null : places[chosen];
  const shown = places.length < MOST_PLACES ? [...places, null] : places;
  return (
    <section aria-label={t`Places of the tab`}>
      <div className={classes.acts}>
        {tile && chosen !== undefined ? (
          <Acts
            tile={tile}
            name={name(tile)}
            place={chosen}
            last={shown.length - 1}
            onMove={(to) => move(chosen, to)}
            onSoldAs={(packaging) => onArrange(soldAs(tabs, tab, chosen, packaging))}
            onTakeOut={() => {
              onArrange(takeOut(tabs, tab, chosen));
              setChosen(undefined);
            }}
          />
        ) : places.length > 0 ? (
          <Trans>
            Drag a tile to another place, or choose it to move it, to take it out or to sell it in packages.
          </Trans>
        ) : (
          <Trans>Nothing stands here yet. Add a product above.</Trans>
        )}
      </div>
      <ol className={classes.places}>
        {shown.map((one, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is known by where it is
            key={place}
            className={classes.place}
            data-over={dragged !== undefined && dragged !== place}
            draggable={one !== null}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              setDragged(place);
            }}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== undefined && dragged !== place) move(dragged, place);
              setDragged(undefined);
            }}
          >
            {one ? (
              <button
                type="button"
                className={classes.tile}
                aria-pressed={place === chosen}
                onClick={() => setChosen(place === chosen ? undefined : place)}
              >
                {name(one)}
                {one.packaging && <Packed tile={one} />}
              </button>
            ) : tile && chosen !== undefined ? (
              <button
                type="button"
                className={classes.tile}
                data-empty
                aria-label={t`Move to place ${place + 1}`}
                onClick={() => move(chosen, place)}
              >
                {place + 1}
              </button>
            ) : (
              <span className={classes.tile} data-empty>
                {place + 1}
              </span>
            )}
          </li>
        ))}
      </ol>
      <p className={classes.count}>
        <Plural value={places.filter(Boolean).length} one="# tile" other="# tiles" />
      </p>
    </section>
  );
}

function Packed({ tile }: { tile: Tile }) {
  const { data } = useQuery(productQuery(tile.product));
  return <small>{data?.packagings.find((one) => one.id === tile.packaging)?.name ?? "…"}</small>;
}

interface ActsProps {
  tile: Tile;
  name: string;
  place: number;
  last: number;
  onMove: (to: number) => void;
  onSoldAs: (packaging: string | null) => void;
  onTakeOut: () => void;
}

function Acts({ tile, name, place, last, onMove, onSoldAs, onTakeOut }: ActsProps) {
  const { t } = useLingui();
  const { data } = useQuery(productQuery(tile.product));
  const packagings = data?.packagings ?? [];
  return (
    <Group gap="xs" align="end">
      <strong role="status">{t`${name}, place ${place + 1}`}</strong>
      <Button variant="default" disabled={place === 0} onClick={() => onMove(place - 1)}>{t`Earlier`}</Button>
      <Button variant="default" disabled={place >= last} onClick={() => onMove(place + 1)}>{t`Later`}</Button>
      {packagings.length > 0 && (
        <Select
          aria-label={t`Sold in`}
          allowDeselect={false}
          data={[
            { value: "", label: t`Single units` },
            ...packagings.map((one) => ({ value: one.id, label: one.name })),
          ]}
          value={tile.packaging ?? ""}
          onChange={(value) => onSoldAs(value || null)}
        />
      )}
      <Button variant="default" onClick={onTakeOut}>{t`Take it out`}</Button>
    </Group>
  );
}
