/** On which days a customer orders and is delivered to, and what comes next. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { WeekEditor } from "@/components/partners/WeekEditor";
import { WeekView } from "@/components/partners/WeekView";
import { busyDays, type Week, weekOf } from "@/components/partners/week";
import { ProblemNotice } from "@/components/ui/Notice";
import { Fact, Facts, Section, TwoColumns } from "@/components/ui/Page";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
import { date, dateTime } from "@/lib/format";
import { useMay } from "@/lib/session";
import { saveWeek, useForget, weekQuery } from "../api";

function read(days: readonly Schemas["CustomerDay"][]): Week {
  return weekOf(
    days.map((one) => ({
      day: one.day,
      orders: one.expects_order ?? false,
      deliveries: one.expects_delivery ?? false,
      deadline: one.order_deadline_time ?? "",
      from: one.preferred_delivery_time_from ?? "",
      to: one.preferred_delivery_time_to ?? "",
    })),
  );
}

function written(week: Week): Schemas["CustomerWeekWriteRequest"] {
  return {
    days: busyDays(week).map(([day, one]) => ({
      day,
      expects_order: one.orders,
      expects_delivery: one.deliveries,
      order_deadline_time: one.deadline || null,
      preferred_delivery_time_from: one.from || null,
      preferred_delivery_time_to: one.to || null,
    })),
  };
}

export function SchedulePart({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const forget = useForget();
  const [editing, edit] = useDisclosure(false);
  const { data, error } = useQuery(weekQuery(id));
  const words = { orders: t`Orders`, deliveries: t`Is delivered to` };
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the schedule`} />;
  const week = read(data.days);
  return (
    <TwoColumns aside={<Next week={data} />}>
      <Section
        title={t`The week`}
        actions={
          may("customer.manage") &&
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
            save={(values, key) => saveWeek(id, written(values), key)}
            onSaved={() => {
              forget();
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

function Next({ week }: { week: Schemas["CustomerWeek"] }) {
  const { t } = useLingui();
  const { next_order_deadline, next_delivery_date, timezone } = week;
  return (
    <Section title={t`Next`}>
      <Facts>
        <Fact term={t`Orders today`}>{week.can_order_today ? t`Yes` : t`No`}</Fact>
        <Fact term={t`Order until`}>{next_order_deadline ? dateTime(next_order_deadline, timezone) : "-"}</Fact>
        <Fact term={t`Next delivery`}>{next_delivery_date ? date(next_delivery_date) : "-"}</Fact>
      </Facts>
    </Section>
  );
}
