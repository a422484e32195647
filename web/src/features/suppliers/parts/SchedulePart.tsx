/** On which days a supplier takes orders and delivers, and what comes next. */
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { WeekSection } from "@/components/partners/WeekSection";
import { busyDays, type Week, weekOf } from "@/components/partners/week";
import { ProblemNotice } from "@/components/ui/Notice";
import { Waiting } from "@/components/ui/Waiting";
import type { Schemas } from "@/lib/api";
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
  const { data, error } = useQuery(weekQuery(id));
  const next = useQuery(nextQuery(id));
  const words = { orders: t`Takes orders`, deliveries: t`Delivers` };
  if (!data) return error ? <ProblemNotice error={error} /> : <Waiting label={t`Loading the schedule`} />;
  return (
    <WeekSection
      week={read(data.days)}
      words={words}
      may={may("supplier.manage")}
      save={(week, key) => saveWeek(id, written(week), key)}
      onSaved={() => void forget()}
      next={next.data}
      nextError={next.error}
    />
  );
}
