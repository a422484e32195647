/** A partner's week, to read and to change, and what comes next in it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { date, dateTime } from "@/lib/format";
import { WeekEditor } from "./WeekEditor";
import { WeekView } from "./WeekView";
import type { Week } from "./week";

interface Next {
  can_order_today: boolean;
  next_order_deadline?: string | null;
  next_delivery_date?: string | null;
  timezone: string;
}

interface Props {
  week: Week;
  /** What the partner does on a day. */
  words: { orders: string; deliveries: string };
  may: boolean;
  save: (week: Week, key: string) => Promise<unknown>;
  onSaved: () => void;
  next: Next | undefined;
  nextError?: unknown;
}

export function WeekSection({ week, words, may, save, onSaved, next, nextError }: Props) {
  const { t } = useLingui();
  const [editing, edit] = useDisclosure(false);
  return (
    <TwoColumns aside={<NextDays next={next} error={nextError} />}>
      <Section
        title={t`The week`}
        actions={
          may &&
          !editing && (
            <Button variant="default" size="sm" onClick={edit.open}>
              <Trans>Change week</Trans>
            </Button>
          )
        }
      >
        {editing ? (
          <WeekEditor
            week={week}
            words={words}
            save={save}
            onSaved={() => {
              onSaved();
              edit.close();
              toast(t`The week is saved.`);
            }}
            onCancel={edit.close}
          />
        ) : (
          <WeekView week={week} words={words} label={t`The week`} />
        )}
      </Section>
    </TwoColumns>
  );
}

function NextDays({ next, error }: { next: Next | undefined; error: unknown }) {
  const { t } = useLingui();
  const deadline = next?.next_order_deadline;
  const delivery = next?.next_delivery_date;
  return (
    <Section title={t`Next`}>
      <ProblemNotice error={error} />
      <Facts>
        <Fact term={t`Orders today`}>{next ? (next.can_order_today ? t`Yes` : t`No`) : "…"}</Fact>
        <Fact term={t`Order until`}>{next && deadline ? dateTime(deadline, next.timezone) : "-"}</Fact>
        <Fact term={t`Next delivery`}>{delivery ? date(delivery) : "-"}</Fact>
      </Facts>
    </Section>
  );
}
