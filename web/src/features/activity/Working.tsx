/** How far the server is with an import. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Progress } from "@mantine/core";
import { count } from "@/lib/format";

interface Props {
  job: { rows_done: number; rows_total: number; file_name: string };
}

export function Working({ job }: Props) {
  const { t } = useLingui();
  const percent = (100 * job.rows_done) / Math.max(job.rows_total, 1);
  return (
    <>
      <Trans>
        {count(job.rows_done)} of {count(job.rows_total)} rows
      </Trans>
      <Progress value={percent} animated aria-label={t`Rows done of ${job.file_name}`} mt={4} />
    </>
  );
}
