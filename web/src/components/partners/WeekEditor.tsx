/** A week to set: each day with its orders and deliveries and their times. Saved as a whole. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { FormFrame } from "@/components/ui/FormFrame";
import { useApiForm } from "@/components/ui/form";
import { useActKey } from "@/lib/keys";
import classes from "./WeekEditor.module.css";
import { type DayOfWeek, dayName, endsBeforeItBegins, NOTHING, WEEK, type Week, type Weekday } from "./week";

interface Props {
  week: Week;
  /** What the two things are called: a customer orders from us, a supplier takes our orders. */
  words: { orders: string; deliveries: string };
  save: (week: Week, key: string) => Promise<unknown>;
  onSaved: () => void;
  onCancel: () => void;
}

export function WeekEditor({ week, words, save, onSaved, onCancel }: Props) {
  const { t } = useLingui();
  const key = useActKey();
  const api = useApiForm<Week, unknown>({
    initial: week,
    validate: Object.fromEntries(
      WEEK.map((day) => [
        day,
        (value: DayOfWeek) => (endsBeforeItBegins(value) ? t`The delivery ends before it begins.` : null),
      ]),
    ),
    save: (values) => save(values, key(values)),
    onSaved,
  });
  return (
    <FormFrame api={api} act={<Trans>Save week</Trans>} onCancel={onCancel}>
      <div>
        {WEEK.map((day) => (
          <DayFields
            key={day}
            day={day}
            words={words}
            value={api.form.values[day]}
            error={api.form.errors[day]}
            onChange={(value) => api.form.setFieldValue(day, value)}
          />
        ))}
      </div>
    </FormFrame>
  );
}

interface DayProps {
  day: Weekday;
  words: Props["words"];
  value: DayOfWeek;
  error: React.ReactNode;
  onChange: (value: DayOfWeek) => void;
}

function DayFields({ day, words, value, error, onChange }: DayProps) {
  const { t } = useLingui();
  const name = dayName(day);
  const time = (field: "deadline" | "from" | "to", label: string) => (
    <TextInput
      type="time"
      className={classes.time}
      aria-label={`${name}: ${label}`}
      value={value[field]}
      onChange={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={classes.day}>
      <legend className="visually-hidden">{name}</legend>
      <span className={classes.name} aria-hidden>
        {name}
      </span>
      <div className={classes.part}>
        <Checkbox
          label={words.orders}
          checked={value.orders}
          onChange={(event) => onChange({ ...value, orders: event.currentTarget.checked, deadline: NOTHING.deadline })}
        />
        {value.orders && (
          <>
            <span>{t`until`}</span>
            {time("deadline", t`orders until`)}
          </>
        )}
      </div>
      <div className={classes.part}>
        <Checkbox
          label={words.deliveries}
          checked={value.deliveries}
          onChange={(event) => onChange({ ...value, deliveries: event.currentTarget.checked, from: "", to: "" })}
        />
        {value.deliveries && (
          <>
            <span>{t`from`}</span>
            {time("from", t`deliveries from`)}
            <span>{t`to`}</span>
            {time("to", t`deliveries to`)}
          </>
        )}
        {error && (
          <span role="alert" style={{ color: "var(--danger)", fontSize: "0.875rem" }}>
            {error}
          </span>
        )}
      </div>
    </fieldset>
  );
}
