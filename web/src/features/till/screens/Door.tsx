/** The way in: making this browser a till, choosing who one is, the PIN. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, TextInput, Title } from "@mantine/core";
import { IconBackspace } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { ProblemNotice } from "@/components/ui/Notice";
import type { Person } from "../local/identity";
import { hearScans } from "../state/scanner";
import { enrolHere, enterPin } from "../state/session";
import { padRows, useSettings } from "../state/settings";
import { useTill } from "../state/till";
import classes from "./till.module.css";
import { useTillWords } from "./words";

/** An enrolment code. What is less came after a pause of a slow computer, and belongs to what stands in the field. */
const WHOLE = /^\w{4}(?:-?\w{4}){3}$/;

export function Enrol() {
  const { t } = useLingui();
  const fault = useTill((state) => state.fault);
  const [error, setError] = useState<unknown>(fault);
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState("");
  const enrol = useCallback(async (told: string) => {
    if (!told.trim()) return;
    setBusy(true);
    await enrolHere(told.trim()).catch(setError);
    setBusy(false);
  }, []);
  useEffect(
    () =>
      hearScans((scanned, before) => {
        const told = WHOLE.test(scanned) ? scanned : before + scanned;
        setCode(told);
        void enrol(told);
      }),
    [enrol],
  );
  return (
    <>
      <Title order={1}>
        <Trans>Set up this till</Trans>
      </Title>
      <p>
        <Trans>
          A manager finds the code of this till in the back office under Settings, Tills. It works once, within a day.
        </Trans>
      </p>
      <ProblemNotice error={error} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enrol(code);
        }}
        style={{ display: "grid", gap: "1rem" }}
      >
        <TextInput
          label={t`Enrolment code`}
          placeholder="XXXX-XXXX-XXXX-XXXX"
          size="lg"
          autoComplete="off"
          autoCapitalize="characters"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="xl" loading={busy}>
          <Trans>Set up till</Trans>
        </Button>
      </form>
      <Anchor href="/">
        <Trans>Open the back office instead</Trans>
      </Anchor>
    </>
  );
}

export function People() {
  const place = useTill((state) => state.place);
  const fault = useTill((state) => state.fault);
  const [who, setWho] = useState<Person>();
  if (!place) return null;
  if (who) return <Pin who={who} onBack={() => setWho(undefined)} />;
  const people = place.people.filter((person) => person.has_pin && person.sells !== false);
  return (
    <>
      <div className={classes.small}>
        {place.business_name} · {place.storefront_name} · {place.code}
      </div>
      <Title order={1}>
        <Trans>Who sells?</Trans>
      </Title>
      <ProblemNotice error={fault} />
      {people.length === 0 && (
        <p>
          <Trans>
            Nobody who works here has a PIN yet. A manager sets it in the back office under Settings, People.
          </Trans>
        </p>
      )}
      <ul className={classes.people}>
        {people.map((person, at) => (
          <li key={person.member}>
            <button type="button" className={classes.person} autoFocus={at === 0} onClick={() => setWho(person)}>
              <span className={classes.face} aria-hidden>
                {person.initials}
              </span>
              <span>{person.name}</span>
              <span className={classes.small}>{person.role_name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Anchor href="/">
        <Trans>Open the back office</Trans>
      </Anchor>
    </>
  );
}

function Pin({ who, onBack }: { who: Person; onBack: () => void }) {
  const [error, setError] = useState<unknown>();
  const words = useTillWords();
  return (
    <>
      <Button variant="subtle" onClick={onBack} style={{ alignSelf: "flex-start" }}>
        <Trans>Somebody else</Trans>
      </Button>
      <Title order={1}>{who.name}</Title>
      {error ? <ProblemNotice error={words.told(error)} /> : null}
      <PinPad
        onPin={async (pin) => {
          setError(undefined);
          await enterPin(who.member, pin).catch(setError);
        }}
      />
    </>
  );
}

/** Digits by touch or by keys; Enter sends. */
export function PinPad({ onPin }: { onPin: (pin: string) => Promise<void> }) {
  const { t } = useLingui();
  const digits = padRows(useSettings((state) => state.flipped)).flat();
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (pin.length < 4 || busy) return;
    setBusy(true);
    await onPin(pin);
    setPin("");
    setBusy(false);
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/.test(event.key)) setPin((now) => (now + event.key).slice(0, 8));
      else if (event.key === "Backspace") setPin((now) => now.slice(0, -1));
      else if (event.key === "Enter") void send();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  return (
    <>
      <div className={classes.dots} role="status" aria-label={t`${pin.length} digits entered`}>
        {"•".repeat(pin.length)}
      </div>
      <div className={classes.pinPad}>
        {digits.map((digit) => (
          <button
            key={digit}
            type="button"
            className={classes.padKey}
            onClick={() => setPin((now) => (now + digit).slice(0, 8))}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          className={classes.padKey}
          aria-label={t`Delete last digit`}
          onClick={() => setPin((now) => now.slice(0, -1))}
        >
          <IconBackspace aria-hidden />
        </button>
        <button type="button" className={classes.padKey} onClick={() => setPin((now) => `${now}0`.slice(0, 8))}>
          0
        </button>
        <button
          type="button"
          className={classes.padKey}
          data-mode
          disabled={pin.length < 4 || busy}
          onClick={() => void send()}
        >
          <Trans>Enter</Trans>
        </button>
      </div>
    </>
  );
}
