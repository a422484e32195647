/**
 * A refusal: a code and the figures involved. Its sentence is made where it is shown, in the language of who reads it.
 *
 * Twin: core/result.py `DomainError`.
 */

export type Figures = Readonly<Record<string, unknown>>;

export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly data: Figures = {},
  ) {
    super(code);
    this.name = "Refusal";
  }
}

/** What `act` answers, or null where it refuses; the refusal is then added to `refusals`. */
export function attempt<T>(act: () => T, refusals: Refusal[]): T | null {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusals.push(error);
    return null;
  }
}
