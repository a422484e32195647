/** The two menus of the header. Most people at a till never open one, so that their code is loaded when somebody does. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { LookMenu } from "@/components/LookMenu";
import { hasUpdate, onUpdate } from "@/lib/pwa";
import { rareCommands } from "./commands";
import { MoreButton } from "./MenuButtons";

/** `first`: the one that was asked for. */
export default function Menus({ first }: { first: "look" | "more" }) {
  const { t, i18n } = useLingui();
  useSyncExternalStore(onUpdate, hasUpdate);
  return (
    <>
      <LookMenu size={48} defaultOpened={first === "look"} />
      <Menu defaultOpened={first === "more"}>
        <Menu.Target>
          <MoreButton aria-label={t`More`} />
        </Menu.Target>
        <Menu.Dropdown>
          {rareCommands().map(({ id, words, run }) => (
            <Menu.Item key={id} onClick={run}>
              {i18n._(words)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
