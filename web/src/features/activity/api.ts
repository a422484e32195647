/** Imports and exports. A file goes up by XMLHttpRequest, which alone tells how much of it went. */
import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Query } from "@/components/list/state";
import { answer, desk, deskHeaders, idempotencyKey, type Schemas } from "@/lib/api";
import { Problem, problemOf } from "@/lib/problem";

export type Job = Schemas["ImportJobDetail"];
export type Kind = Schemas["ImportKind"];

export const readImports = (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/imports/", { params: { query: asQuery(query) }, signal }));

export const readProblems = (id: string) => (query: Query, signal: AbortSignal) =>
  answer(desk.GET("/api/imports/{id}/problems/", { params: { path: { id }, query: asQuery(query) }, signal }));

const BUSY = new Set(["UPLOADED", "CHECKING", "APPLYING"]);
export const POLL_MS = 1_000;

export const isBusy = (job: { status?: string }) => BUSY.has(job.status ?? "");

/** An import, asked for again each second while the server works on it. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["imports", id],
    queryFn: ({ signal }) => answer(desk.GET("/api/imports/{id}/", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? POLL_MS : false),
  });

export const applyImport = (id: string, force: boolean, key: string) =>
  answer(
    desk.POST("/api/imports/{id}/apply/", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body: { force },
    }),
  );

/** Send a file to be checked; nothing is applied yet. Raises: Problem. */
export function upload(kind: Kind, file: File, onProgress: (percent: number) => void): Promise<Job> {
  const address = `/api/imports/?${new URLSearchParams({ kind, file_name: file.name, dry_run: "true" })}`;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    const headers = { ...deskHeaders("POST"), "Idempotency-Key": idempotencyKey() };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((100 * loaded) / Math.max(total, 1)));
    request.onerror = () => reject(new Problem("NETWORK_GONE", 0, ""));
    request.onload = () =>
      request.status < 300 ? resolve(request.response as Job) : reject(problemOf(request.status, request.response));
    request.send(file);
  });
}

/** Save what the server answers as a file of this device. */
export async function saveFile(asked: Promise<{ data?: unknown; error?: unknown; response: Response }>, name: string) {
  const file = (await answer(asked)) as Blob;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

export const problemsFile = (id: string) =>
  desk.GET("/api/imports/{id}/problems/file/", { params: { path: { id } }, parseAs: "blob" });

type Format = "csv" | "xlsx";

export const exportFile = (kind: Kind, file_format: Format) =>
  desk.GET("/api/exports/{kind}/", { params: { path: { kind }, query: { file_format } }, parseAs: "blob" });

export const templateFile = (kind: Kind, file_format: Format) =>
  desk.GET("/api/exports/{kind}/template/", { params: { path: { kind }, query: { file_format } }, parseAs: "blob" });
