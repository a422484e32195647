/** On which days a supplier takes orders and delivers, and what comes next. */
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
import { nextQuery, saveWeek, useForget, weekQuery } from "../api";

function read(days: readonly Schemas["Day"][]): Week {
  return weekOf(
    days.map((one) => ({
      day: one.day,
      orders: one.expects_order ?? false,
      deliveries: one.makes_delivery ?? false,
      deadline: one.order_deadline_time ?? "",
      from: one.delivery_time_from ?? "",
      to: one.delivery_time_to ?? "",
    })),
  );
}

function written(week: Week): Schemas["WeekWriteRequest"] {
  return {
    days: busyDays(week).map(([day, one]) => ({
      day,
      expects_order: one.orders,
      makes_delivery: one.deliveries,
      order_deadline_time: one.deadline || null,
      delivery_time_from: one.from || null,
      delivery_time_to: one.to || null,
    })),
  };
}

export function SchedulePart({ id }: { id: string }) {
  const { t } = useLingui();
  const may = useMay();
  const forget = useForget();
  const [editing, edit] = useDisclosure(false);
  const { data, error } = useQuery(weekQuery(id));
  const words = { orders: t`Takes orders`, deliveries: t`Delivers` };
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the schedule`} />;
  const week = read(data.days);
  return (
    <TwoColumns aside={<Next id={id} />}>
      <Section
        title={t`The week`}
        actions={
          may("supplier.manage") &&
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

function Next({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error } = useQuery(nextQuery(id));
  const deadline = data?.next_order_deadline;
  const delivery = data?.next_delivery_date;
  return (
    <Section title={t`Next`}>
      <ProblemNotice error={error} />
      <Facts>
        <Fact term={t`Orders today`}>{data ? (data.can_order_today ? t`Yes` : t`No`) : "…"}</Fact>
        <Fact term={t`Order until`}>{deadline ? dateTime(deadline, data?.timezone) : "-"}</Fact>
        <Fact term={t`Next delivery`}>{delivery ? date(delivery) : "-"}</Fact>
      </Facts>
    </Section>
  );
}
