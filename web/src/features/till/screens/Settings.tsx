/** What is set for this till alone; it stays on the device, whoever sells. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Modal, SegmentedControl, Switch } from "@mantine/core";
import { changeSettings, useSettings, type Volume } from "../state/settings";
import { beep } from "./sound";
import classes from "./till.module.css";

export function Settings({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { sound, large, flipped } = useSettings();
  const volumes: { value: Volume; label: string }[] = [
    { value: "off", label: t({ message: "Off", context: "sound" }) },
    { value: "low", label: t({ message: "Low", context: "sound" }) },
    { value: "high", label: t({ message: "High", context: "sound" }) },
  ];
  return (
    <Modal opened={opened} onClose={onClose} returnFocus={false} title={t`Settings of this till`}>
      <div className={classes.settings}>
        <div>
          <div id="till-sound">
            <Trans>Sound</Trans>
          </div>
          <SegmentedControl
            fullWidth
            size="lg"
            aria-labelledby="till-sound"
            data={volumes}
            value={sound}
            onChange={(value) => {
              changeSettings({ sound: value as Volume });
              beep("added");
            }}
          />
        </div>
        <Switch
          size="lg"
          label={t`Large keys`}
          checked={large}
          onChange={(event) => changeSettings({ large: event.currentTarget.checked })}
        />
        <Switch
          size="lg"
          label={t`1-2-3 on top`}
          description={t`On every pad, the one for PINs too. Else 7-8-9 is on top, as on a keyboard.`}
          checked={flipped}
          onChange={(event) => changeSettings({ flipped: event.currentTarget.checked })}
        />
        <p className={classes.small}>
          <Trans>These are kept on this device, for everybody who sells at it.</Trans>
        </p>
      </div>
    </Modal>
  );
}
