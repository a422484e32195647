/** Who is signed in, for which business, and the way to another business or out. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { business } from "@/lib/api";
import { initials } from "@/lib/format";
import { signOut, useMe } from "@/lib/session";

/** Everything on the screen belongs to the business before: begin anew at Home. */
function work(id: string): void {
  business.set(id);
  location.assign("/");
}

export function Account() {
  const { t } = useLingui();
  const me = useMe();
  const leave = async () => {
    await signOut();
    location.assign("/sign-in");
  };
  const name = me.name || me.email || t`Account`;
  return (
    <Menu width={280}>
      <Menu.Target>
        <UnstyledButton aria-label={t`Account of ${name}`} style={{ borderRadius: 22 }}>
          <Avatar radius="xl" size={40} color="brand" aria-hidden>
            {initials(name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text px="sm" pt="xs" fw={600}>
          {name}
        </Text>
        <Text px="sm" pb="xs" size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {me.name && me.email ? me.email : null}
          {me.role && <span style={{ display: "block" }}>{me.role.name}</span>}
        </Text>
        {me.businesses.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>
              <Trans>Work for</Trans>
            </Menu.Label>
            <Menu.RadioGroup value={me.business} onChange={work}>
              {me.businesses.map((one) => (
                <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick>
                  {one.name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Item onClick={leave}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
