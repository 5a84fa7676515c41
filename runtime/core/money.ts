/** Whole millionths of a rupee: the only form in which money is added up. */
export type MicroInr = bigint

/** Rupees as the contract writes them, at most six decimals. */
export const inr = (micro: MicroInr): number => Number(micro) / 1_000_000

/** Whole millionths of an amount of at most six decimals. */
export const micros = (amount: number): number => Math.round(amount * 1_000_000)
