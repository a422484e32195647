/** Pages of the back office look again when something changed elsewhere: what is shown, at most every two seconds. */
import { useEffect } from "react";
import { answer, desk } from "@/lib/api";
import { listen } from "@/lib/live";
import { queryClient } from "@/lib/queries";

const PAUSE_MS = 2_000;

export function useLive(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ type: "active" });
      }, PAUSE_MS);
    };
    const stop = listen(async () => (await answer(desk.POST("/api/live/", { body: {} }))).url, look);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}
