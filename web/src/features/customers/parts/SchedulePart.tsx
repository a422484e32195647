/** On which days a customer orders and is delivered to, and what comes next. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { WeekSection } from "@/components/partners/WeekSection";
import { busyDays, type Week, weekOf } from "@/components/partners/week";
import { ProblemNotice } from "@/components/ui/Notice";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
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
  const { data, error } = useQuery(weekQuery(id));
  const words = { orders: t`Orders`, deliveries: t`Is delivered to` };
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the schedule`} />;
  return (
    <WeekSection
      week={read(data.days)}
      words={words}
      may={may("customer.manage")}
      save={(week, key) => saveWeek(id, written(week), key)}
      onSaved={() => void forget()}
      next={data}
    />
  );
}
