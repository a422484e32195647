/** The rules by which a business's tills read scanned codes. */
import { queryOptions } from "@tanstack/react-query";
import type { CodePattern } from "@/domain/codes";
import { answer, desk } from "@/lib/api";

export const codeRulesQuery = queryOptions({
  queryKey: ["code-rules"],
  queryFn: async ({ signal }): Promise<readonly CodePattern[]> =>
    (await answer(desk.GET("/api/till/code-rules/", { signal }))).rules,
});

/** Replace all rules; none at all sets back those that a business starts with. */
export const setCodeRules = (rules: readonly CodePattern[], key: string) =>
  answer(
    desk.POST("/api/till/code-rules/", { params: { header: { "Idempotency-Key": key } }, body: { rules: [...rules] } }),
  );
