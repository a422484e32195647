/** Files that the API makes, fetched with what proves who asks, and handed to the browser to be kept. */
import { deskHeaders } from "@/lib/api";
import { asProblem, problemOf } from "@/lib/problem";

/** Save what `path` answers as `name`. Raises: Problem. */
export async function download(path: string, query: Record<string, string>, name: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`${path}?${new URLSearchParams(query)}`, { headers: deskHeaders("GET") });
  } catch (error) {
    throw asProblem(error);
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
