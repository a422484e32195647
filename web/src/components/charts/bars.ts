/** How far a part of a bar grows: in whole cents, for parts that come to less than 1 would not fill their bar. */
export const inCents = (amount: string) => Math.max(Math.round(Number.parseFloat(amount) * 100), 0);

/** How long a bar is beside the longest one, in percent of its track. */
export function share(value: string, most: string): string {
  const part = Number.parseFloat(value) / Math.max(Number.parseFloat(most), 0.000001);
  return `${Math.max(0, Math.min(1, part)) * 100}%`;
}
