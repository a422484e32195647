/** A refusal of the server (RFC 9457, see apikit/problems.py) or of the way to it, as an error that screens can tell. */

export interface FieldError {
  field: string;
  code: string;
  detail: string;
}

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly data: Record<string, unknown> = {},
    readonly suggestions: readonly string[] = [],
    /** What a feature says about it, in the reader's language, instead of what is said everywhere. */
    readonly words = "",
  ) {
    super(detail);
    this.name = "Problem";
  }

  /** The fields that a VALIDATION_FAILED names. */
  get fields(): readonly FieldError[] {
    return Array.isArray(this.data.errors) ? (this.data.errors as FieldError[]) : [];
  }

  /** Whether the request may not have reached the server at all. */
  get isOffline(): boolean {
    return this.code === "NETWORK_GONE";
  }
}

/** What the server answered with a status that is no success. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null && "code" in body) {
    const told = body as { code: string; detail?: string; data?: Record<string, unknown>; suggestions?: string[] };
    return new Problem(told.code, status, told.detail ?? "", told.data ?? {}, told.suggestions ?? []);
  }
  return new Problem(status >= 500 ? "SERVER_FAULT" : "UNKNOWN_ANSWER", status, "");
}

/** Whatever was thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem("NETWORK_GONE", 0, "");
  return new Problem("UNEXPECTED", 0, error instanceof Error ? error.message : String(error));
}
