import { median } from './statistics.ts'

const roundMs = 5
const rounds = 9

/** What the measured functions gave; kept, so that no compiler may leave them out. */
export const kept: { value: unknown } = { value: undefined }

/** Nanoseconds that one call of each function takes, measured in turns of about 5 ms; the median of nine. */
export function nanosecondsOf(runs: readonly (() => unknown)[]): number[] {
  const counts = runs.map((run) => calibrated(run))
  const times: number[][] = runs.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) times[index]!.push((timed(run, counts[index]!) / counts[index]!) * 1e6)
  }
  return times.map(median)
}

/** How many calls take a round, once the compiler has seen them. */
function calibrated(run: () => unknown): number {
  for (let count = 16; ; count *= 2) {
    const ms = timed(run, count)
    if (ms >= roundMs) return Math.max(1, Math.round((count * roundMs) / ms))
  }
}

function timed(run: () => unknown, count: number): number {
  const start = performance.now()
  for (let call = 0; call < count; call++) kept.value = run()
  return performance.now() - start
}
