/** The map of the keys, as the till hears them: both come from `keymap.ts`. */
import type { MessageDescriptor } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { type Bound, CHARGE, DONE, keysOf, shownKey, TENDER, TILL } from "../state/keymap";
import { CHARGE_WORDS, DONE_WORDS, SPACE, TENDER_WORDS, TILL_WORDS } from "./keyWords";
import classes from "./till.module.css";

export function Keys({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} returnFocus={false} title={t`Keys`} size="lg">
      <Part name={t`With nothing typed into the search`} map={TILL} words={TILL_WORDS} />
      <Part name={t`While money is taken`} map={TENDER} words={TENDER_WORDS} />
      <Part name={t`While a card or a phone is asked`} map={CHARGE} words={CHARGE_WORDS} />
      <Part name={t`After a sale`} map={DONE} words={DONE_WORDS} />
    </Modal>
  );
}

interface PartProps<Act extends string> {
  name: string;
  map: readonly Bound<Act>[];
  words: Readonly<Record<Act, MessageDescriptor>>;
}

function Part<Act extends string>({ name, map, words }: PartProps<Act>) {
  const { i18n } = useLingui();
  return (
    <table className={classes.keyMap}>
      <caption className={classes.keyMapName}>{name}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">
            <Trans>Key</Trans>
          </th>
          <th scope="col">
            <Trans>What it does</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {map.map((bound) => (
          <tr key={bound.act}>
            <th scope="row" className={classes.keyOf}>
              {keysOf(bound).map((key) => (
                <kbd key={key} className={classes.key}>
                  {shownKey(key, i18n._(SPACE))}
                </kbd>
              ))}
            </th>
            <td>{i18n._(words[bound.act])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
