/** How far a part of a bar grows: in whole cents, for parts that come to less than 1 would not fill their bar. */
export const inCents = (amount: string) => Math.max(Math.round(Number.parseFloat(amount) * 100), 0);
