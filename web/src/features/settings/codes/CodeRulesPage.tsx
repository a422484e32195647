/** How tills read scanned codes: ordered rules, of which the first that fits counts. A code can be tried on them here. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer, Group, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "@/components/ui/Ask";
import { ProblemNotice } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { SimpleTable } from "@/components/ui/SimpleTable";
import { toast } from "@/components/ui/toast";
import { Waiting } from "@/components/ui/Waiting";
import { type CodePattern, isMisread, readCode } from "@/domain/codes";
import { useActKey } from "@/lib/keys";
import { codeRulesQuery, setCodeRules } from "./api";
import { RuleForm } from "./RuleForm";
import { useCodeWords } from "./words";

const MOST_RULES = 50;

export default function CodeRulesPage() {
  const { t } = useLingui();
  const { data: rules, error } = useQuery(codeRulesQuery);
  return (
    <Page title={t`Scanned codes`} back={{ to: "/settings", label: t`Settings` }}>
      <ProblemNotice error={error} />
      {rules ? <Rules rules={rules} /> : !error && <Waiting label={t`Loading the rules`} />}
    </Page>
  );
}

function Rules({ rules }: { rules: readonly CodePattern[] }) {
  const { t } = useLingui();
  const words = useCodeWords();
  const cache = useQueryClient();
  const key = useActKey();
  const [adding, setAdding] = useState(false);
  const [last, setLast] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async (next: readonly CodePattern[]) => {
    const saved = await setCodeRules(next, key([next, rules]));
    key.done();
    cache.setQueryData(codeRulesQuery.queryKey, saved.rules);
    toast(t`The rules are saved. Tills read by them within a moment.`);
  };
  const act = (next: readonly CodePattern[]) => {
    setError(undefined);
    save(next).catch(setError);
  };
  const remove = (rule: CodePattern) => {
    if (rules.length === 1) setLast(true);
    else act(rules.filter((one) => one !== rule));
  };
  const earlier = (at: number) => {
    const [one, before] = [rules[at], rules[at - 1]];
    if (one && before) act(rules.with(at, before).with(at - 1, one));
  };
  return (
    <>
      <ProblemNotice error={error} />
      <Section
        title={t`Rules`}
        actions={rules.length < MOST_RULES && <Button onClick={() => setAdding(true)}>{t`Add rule`}</Button>}
      >
        <p>
          <Trans>
            The first rule that fits a code says what it is. A code that none fits is a product's, as it is.
          </Trans>
        </p>
        <SimpleTable
          label={t`Rules in their order`}
          head={[
            { label: t`Name` },
            { label: t`What it is` },
            { label: t`Pattern` },
            { label: t`Printed as` },
            { label: <span className="visually-hidden">{t({ message: "Order", context: "first to last" })}</span> },
          ]}
          rows={rules.map((rule, at) => ({
            key: `${rule.kind} ${rule.symbology} ${rule.pattern}`,
            cells: [
              rule.name,
              words.kinds[rule.kind],
              <code key="pattern" dir="ltr">
                {rule.pattern}
              </code>,
              words.symbology(rule.symbology),
              <Acts
                key="acts"
                name={rule.name}
                onEarlier={at > 0 ? () => earlier(at) : undefined}
                onRemove={() => remove(rule)}
              />,
            ],
          }))}
        />
      </Section>
      <Tried rules={rules} />
      <Ask
        opened={last}
        title={t`Remove the last rule?`}
        act={t`Set the first rules back`}
        keep={t`Keep rule`}
        onAct={() => {
          setLast(false);
          act([]);
        }}
        onKeep={() => setLast(false)}
      >
        <Trans>
          Tills read by one rule at least: without this one, the rules that each business begins with are set back.
        </Trans>
      </Ask>
      <Drawer opened={adding} onClose={() => setAdding(false)} title={t`Add rule`}>
        {adding && (
          <RuleForm
            onCancel={() => setAdding(false)}
            save={async (rule) => {
              await save([rule, ...rules]);
              setAdding(false);
            }}
          />
        )}
      </Drawer>
    </>
  );
}

interface ActsProps {
  name: string;
  onEarlier: (() => void) | undefined;
  onRemove: () => void;
}

function Acts({ name, onEarlier, onRemove }: ActsProps) {
  const { t } = useLingui();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {onEarlier && (
        <Button size="xs" variant="subtle" aria-label={t`${name} earlier`} onClick={onEarlier}>{t`Earlier`}</Button>
      )}
      <Button size="xs" variant="subtle" aria-label={t`Remove ${name}`} onClick={onRemove}>{t`Remove`}</Button>
    </Group>
  );
}

/** What a code would be read as, by the very rules that tills have. */
function Tried({ rules }: { rules: readonly CodePattern[] }) {
  const { t } = useLingui();
  const words = useCodeWords();
  const [code, setCode] = useState("");
  const read = readCode(code, rules);
  return (
    <Section title={t`Try a code`}>
      <TextInput
        label={t`Code`}
        description={t`Scan one here, or type its digits.`}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        maw="20rem"
      />
      <p role="status">
        {code.trim() === "" ? null : isMisread(code) ? (
          <Trans>The check digit of this code is wrong, so it is read as it is.</Trans>
        ) : read.rule ? (
          <>
            {words.kinds[read.kind]}: {[read.item, read.value].filter(Boolean).join(" · ")} ({read.rule})
          </>
        ) : (
          <Trans>No rule fits: it is a product's code, as it is.</Trans>
        )}
      </p>
    </Section>
  );
}
