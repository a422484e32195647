/** The two menus of the header. Most people at a till never open one, so that their code is loaded when somebody does. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { LookMenu } from "@/components/LookMenu";
import { hasUpdate, onUpdate, update } from "@/lib/pwa";
import { type Layer, MoreButton } from "./MenuButtons";

interface Props {
  /** The one that was asked for. */
  first: "look" | "more";
  onShow: (layer: Layer) => void;
}

export default function Menus({ first, onShow }: Props) {
  const { t } = useLingui();
  const newer = useSyncExternalStore(onUpdate, hasUpdate);
  return (
    <>
      <LookMenu size={48} defaultOpened={first === "look"} />
      <Menu defaultOpened={first === "more"}>
        <Menu.Target>
          <MoreButton aria-label={t`More`} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onShow("queue")}>
            <Trans>Sales of this till</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => open("/pos/display", "optimapos-display", "popup,width=900,height=600")}>
            <Trans>Customer display</Trans>
          </Menu.Item>
          <Menu.Item onClick={() => onShow("keys")}>
            <Trans>Keys</Trans>
          </Menu.Item>
          {newer && (
            <Menu.Item onClick={update}>
              <Trans>Take the new version</Trans>
            </Menu.Item>
          )}
          <Menu.Item component="a" href="/">
            <Trans>Back office</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
