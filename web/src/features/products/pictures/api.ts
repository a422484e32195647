/** What the section of pictures reads and does. */
import { queryOptions } from "@tanstack/react-query";
import { answer, desk, deskHeaders, idempotencyKey, type Schemas } from "@/lib/api";
import { Problem, problemOf } from "@/lib/problem";

export type Picture = Schemas["Picture"];

export const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif";
const at = (product: string, id: string) => ({
  path: { product, id },
  header: { "Idempotency-Key": idempotencyKey() },
});

export const picturesQuery = (product: string) =>
  queryOptions({
    queryKey: ["products", product, "pictures"],
    queryFn: () => answer(desk.GET("/api/products/{product}/pictures/", { params: { path: { product } } })),
  });

export const changePicture = (product: string, id: string, body: Schemas["PatchedPictureChangesRequest"]) =>
  answer(desk.PATCH("/api/products/{product}/pictures/{id}/", { body, params: at(product, id) }));

export const removePicture = (product: string, id: string) =>
  answer(desk.DELETE("/api/products/{product}/pictures/{id}/", { params: at(product, id) }));

export const restorePicture = (product: string, id: string) =>
  answer(desk.POST("/api/products/{product}/pictures/{id}/restore/", { params: at(product, id) }));

/**
 * Sends a file, telling how much of it is on its way, from 0 to 1. Not by fetch: it tells nothing of what was sent.
 * Raises: Problem.
 */
export function bringPicture(product: string, file: File, key: string, onSent: (share: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/products/${product}/pictures/`);
    for (const [name, value] of Object.entries(deskHeaders("POST"))) request.setRequestHeader(name, value);
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => failed(new Problem("NETWORK_GONE", 0, ""));
    request.onload = () =>
      request.status === 201 ? done() : failed(problemOf(request.status, parsed(request.responseText)));
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
