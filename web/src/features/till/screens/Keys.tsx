/** The map of the keys, as the till hears them. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";

export function Keys({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const keys: [string, string][] = [
    ["F2", t`Find, from anywhere`],
    ["3 *", t`Three of the next item; alone with Enter: quantity of the line`],
    ["10 %", t`Discount of the line, then Enter`],
    ["4,50 =", t`Price of the line, then Enter`],
    ["+  -", t`One more, one less`],
    ["↑ ↓", t`Choose a line`],
    ["Space", t`Price, stock and batches of the line`],
    ["Del", t`Take the line out`],
    ["Ins", t`Put it back`],
    ["F4", t`Customer`],
    ["F8", t`Hold; with an empty cart: held carts`],
    ["Enter", t`Pay, with nothing typed`],
    ["F9", t`Pay`],
    ["Esc", t`Back`],
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keys`} closeButtonProps={{ "aria-label": t`Close` }}>
      <table style={{ width: "100%" }}>
        <caption className="visually-hidden">
          <Trans>Keys of the till, with nothing typed into the search</Trans>
        </caption>
        <tbody>
          {keys.map(([key, act]) => (
            <tr key={key}>
              <th scope="row" style={{ textAlign: "start", padding: "0.25rem 1rem 0.25rem 0", whiteSpace: "nowrap" }}>
                <kbd>{key}</kbd>
              </th>
              <td>{act}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
