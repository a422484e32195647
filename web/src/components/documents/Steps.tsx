/**
 * The ways on from where a document stands, as verbs: the usual one filled, those off the way in a menu, one that the
 * role does not permit disabled with the reason beside it.
 */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, Text, Textarea, Tooltip } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { toast } from "@/components/ui/toast";
import type { Schemas } from "@/lib/api";
import { useActKey } from "@/lib/keys";
import { read, send } from "./call";
import { type Doc, isBranch, statusName, stepVerb } from "./words";

export type WayOn = Schemas["WayOn"];

export interface StepsProps<D extends Doc> {
  path: string;
  doc: D;
  /** What a step does, said before it is taken. */
  effect?: ((way: WayOn) => ReactNode) | undefined;
  /** A kind's own verb. */
  verb?: ((way: WayOn) => string | undefined) | undefined;
  /** Asks for more than a comment; its answer is sent along. */
  facts?: Record<string, unknown> | undefined;
  factsInput?: ReactNode | undefined;
  /** Why no step can be taken now, such as changes that are not saved. */
  blocked?: string | undefined;
  /** Whether something else on the page is the usual next act. */
  quiet?: boolean | undefined;
  /** Further entries of the menu. */
  menu?: ReactNode | undefined;
  onStepped?: ((doc: D) => void) | undefined;
}

export function Steps<D extends Doc>(props: StepsProps<D>) {
  const { path, doc, blocked, verb } = props;
  const { t } = useLingui();
  const [chosen, setChosen] = useState<WayOn>();
  const { data: ways = [] } = useQuery({
    queryKey: [path, doc.id, "transitions", doc.status],
    queryFn: ({ signal }) => read<WayOn[]>(`${path}${doc.id}/transitions/`, {}, signal),
  });
  const words = (way: WayOn) => verb?.(way) ?? stepVerb(way.status, way.name);
  const main = ways.filter((way) => !isBranch(way.status) && way.status !== "draft");
  const rest = ways.filter((way) => !main.includes(way) && way.is_permitted);
  const usual = props.quiet ? undefined : main.find((way) => way.is_permitted);
  return (
    <>
      {(rest.length > 0 || props.menu) && (
        <Menu>
          <Menu.Target>
            <ActionIcon variant="default" size={42} aria-label={t`More actions`}>
              <IconDots size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {props.menu}
            {rest.map((way) => (
              <Menu.Item
                key={way.status}
                color={isBranch(way.status) ? "red" : undefined}
                disabled={Boolean(blocked)}
                onClick={() => setChosen(way)}
              >
                {words(way)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {main.map((way) => {
        const why = blocked ?? (way.is_permitted ? undefined : t`Your role does not permit this step.`);
        return (
          <span key={way.status} style={{ display: "inline-flex", alignItems: "center", gap: 8, flexWrap: "wrap" }}>
            {why && (
              <Text size="sm" c="dimmed">
                {why}
              </Text>
            )}
            <Tooltip label={why} disabled={!why}>
              <Button
                variant={way === usual ? "filled" : "default"}
                disabled={Boolean(why)}
                onClick={() => setChosen(way)}
              >
                {words(way)}
              </Button>
            </Tooltip>
          </span>
        );
      })}
      {chosen && <StepAsk {...props} way={chosen} words={words(chosen)} onClose={() => setChosen(undefined)} />}
    </>
  );
}

interface AskProps<D extends Doc> extends StepsProps<D> {
  way: WayOn;
  words: string;
  onClose: () => void;
}

function StepAsk<D extends Doc>({ path, doc, way, words, effect, facts, factsInput, onStepped, onClose }: AskProps<D>) {
  const { t } = useLingui();
  const client = useQueryClient();
  const key = useActKey();
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isOff = isBranch(way.status);
  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { status: way.status, ...(comment && { comment }), ...(isOff ? {} : facts) };
      const stepped = await send<D>("POST", `${path}${doc.id}/transition/`, key, body);
      client.setQueryData([path, doc.id], stepped);
      await client.invalidateQueries();
      toast(t`${doc.number}: ${statusName(stepped.status_name)}`);
      onStepped?.(stepped);
      onClose();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const isMissing = way.requires_comment && comment.trim() === "";
  return (
    <Ask
      opened
      title={t`${words}: ${doc.number}?`}
      act={words}
      keep={t`Leave as it is`}
      dangerous={isOff}
      busy={busy}
      error={error ?? (isMissing && busy ? new Error() : undefined)}
      onAct={() => (isMissing ? document.getElementById("step-comment")?.focus() : act())}
      onKeep={onClose}
    >
      {effect?.(way)}
      {way.reverses_inventory_movements && (
        <Text mb="sm">
          <Trans>What it did to stock and accounts is taken back by entries of its own. Both stay to be seen.</Trans>
        </Text>
      )}
      {!isOff && factsInput}
      <Textarea
        id="step-comment"
        mt="sm"
        label={way.requires_comment ? t`Reason` : t`Comment (optional)`}
        value={comment}
        maxLength={2000}
        autosize
        minRows={2}
        required={way.requires_comment}
        withAsterisk={false}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </Ask>
  );
}
