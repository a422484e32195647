/** Instants in fields of a form, by the clock of who types. */

/** An instant as `datetime-local` holds it. */
export function toField(instant: string | null | undefined): string {
  if (!instant) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What a `datetime-local` holds, as an instant; null where nothing is. */
export function fromField(text: string): string | null {
  return text ? new Date(text).toISOString() : null;
}

export const nowField = () => toField(new Date().toISOString());
