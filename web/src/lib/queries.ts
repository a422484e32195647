/** The cache of what was read. A refusal is no reason to ask again; a lost connection is. */
import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/lib/problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && ["NETWORK_GONE", "BUSY", "UNAVAILABLE"].includes(asProblem(error).code),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
