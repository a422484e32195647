/** The way of a thing through fixed steps: the current one in bold with who and when, what lies off the way beside it. */
import { useLingui } from "@lingui/react/macro";
import { IconBan, IconCheck, IconCircle, IconCircleDotFilled } from "@tabler/icons-react";
import classes from "./StepPath.module.css";

const ICONS = { now: IconCircleDotFilled, past: IconCheck, ahead: IconCircle };

export interface PathStep {
  key: string;
  label: string;
  /** Who and when, small below. */
  note?: string | undefined;
  /** Whether it lies behind; without this all before the current one do. */
  isPast?: boolean;
}

interface Props {
  steps: readonly PathStep[];
  /** The place of the current step; beyond the last one where the thing has left the way. */
  at: number;
  /** Where it left the way to. */
  branch?: PathStep | undefined;
}

export function StepPath({ steps, at, branch }: Props) {
  const { t } = useLingui();
  return (
    <ol className={classes.path} aria-label={t`Status`}>
      {steps.map((step, nth) => {
        const state = nth === at ? "now" : (step.isPast ?? nth < at) ? "past" : "ahead";
        const Icon = ICONS[state];
        return (
          <li key={step.key} className={classes.step} data-state={state} aria-current={nth === at ? "step" : undefined}>
            <Icon size={16} aria-hidden />
            <Told step={step} />
          </li>
        );
      })}
      {branch && (
        <li className={classes.step} data-state="now" data-branch="true" aria-current="step">
          <IconBan size={16} aria-hidden />
          <Told step={branch} />
        </li>
      )}
    </ol>
  );
}

function Told({ step }: { step: PathStep }) {
  return (
    <span>
      {step.label}
      {step.note && <span className={classes.when}>{step.note}</span>}
    </span>
  );
}
