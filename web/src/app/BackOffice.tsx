/** The frame of the back office: where one can go, who is signed in, which business, and the page itself. */
import { useLingui } from "@lingui/react";
import { Trans, useLingui as useMacro } from "@lingui/react/macro";
import { ActionIcon, AppShell, Button, Group, NavLink } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Notifications } from "@mantine/notifications";
import { IconCash, IconMenu2 } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Fragment } from "react";
import { LookMenu } from "@/components/LookMenu";
import { useBusiness, useMay } from "@/lib/session";
import { Account } from "./Account";
import { Find } from "./Find";
import { NewVersion } from "./NewVersion";
import { AREAS, type Area, type Place } from "./nav";
import { useLive } from "./useLive";
import "@mantine/notifications/styles.css";

export function BackOffice() {
  const { t } = useMacro();
  const { i18n } = useLingui();
  const may = useMay();
  const [opened, sheet] = useDisclosure(false);
  const here = useLocation({ select: (location) => location.pathname });
  const business = useBusiness();
  useLive();
  const allowed = (place: Place) => !place.needs || place.needs.some(may);
  /** A place with the address of its area is the area's first page, not all that is below it. */
  const isAt = (area: Area, place: Place) =>
    isIn(place.to) && !area.places.some((one) => one.to.startsWith(`${place.to}/`) && isIn(one.to));
  const isIn = (to: string) => (to === "/" ? here === "/" : here === to || here.startsWith(`${to}/`));
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={0}
    >
      <AppShell.Header style={{ background: "var(--surface)" }}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <ActionIcon
            variant="subtle"
            size={44}
            hiddenFrom="md"
            aria-label={t`Menu`}
            aria-expanded={opened}
            onClick={sheet.toggle}
          >
            <IconMenu2 />
          </ActionIcon>
          <strong style={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
            {business?.name ?? "OptimaPOS"}
          </strong>
          <Find />
          <Button
            component="a"
            href="/pos"
            variant="default"
            leftSection={<IconCash size={18} aria-hidden />}
            visibleFrom="xs"
          >
            <Trans>Open till</Trans>
          </Button>
          <LookMenu />
          <Account />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" style={{ background: "var(--surface)", overflowY: "auto" }} aria-label={t`Areas`}>
        {AREAS.filter(allowed).map((area) => {
          const places = area.places.filter(allowed);
          const opened = isIn(area.to) || area.places.some((place) => isIn(place.to));
          // Places stand after their area, not inside its link: the kit's would then only fold them out, and go nowhere.
          return (
            <Fragment key={area.to}>
              <NavLink
                component={Link}
                to={area.to}
                label={i18n._(area.label)}
                leftSection={<area.icon size={20} stroke={1.75} aria-hidden />}
                active={isIn(area.to) && !area.places.some((place) => isAt(area, place))}
                aria-current={isIn(area.to) ? "page" : undefined}
                onClick={sheet.close}
                styles={{ root: { borderRadius: 8, minHeight: 44, flexShrink: 0 } }}
              />
              {opened &&
                places.map((place) => (
                  <NavLink
                    key={place.to}
                    component={Link}
                    to={place.to}
                    activeOptions={{ exact: true }}
                    label={i18n._(place.label)}
                    active={isAt(area, place)}
                    onClick={sheet.close}
                    styles={{
                      root: {
                        borderRadius: 8,
                        minHeight: 36,
                        flexShrink: 0,
                        marginInlineStart: "1.25rem",
                        width: "auto",
                      },
                    }}
                  />
                ))}
            </Fragment>
          );
        })}
      </AppShell.Navbar>
      <AppShell.Main>
        <NewVersion />
        <Outlet />
        {/* Over the empty middle of the bar: nowhere else would it cover nothing that is pressed next. */}
        <Notifications position="top-center" pauseResetOnHover="notification" />
      </AppShell.Main>
    </AppShell>
  );
}
