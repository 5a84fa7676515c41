import { placesPerLap, slotMs, slotsPerCode } from './format.ts'

/** One slot as it was read: its place in the lap of 24, its code, and the stream's instants of the first and last window. */
export interface Reading {
  readonly place: number
  readonly code: number
  readonly firstMs: number
  lastMs: number
  windows: number
}

export const readingOf = (value: number, atMs: number): Reading => ({
  place: ((value >> 7) & 7) * slotsPerCode + (value >> 10),
  code: value & 127,
  firstMs: atMs,
  lastMs: atMs,
  windows: 1,
})

/** After this long without a reading the tape is taken to have run forward only. */
const shortMs = 120
/** Within that time it may also have gone back this many slots: audio doubled or out of order. */
const mostBack = 8

/** How many slots the tape moved between two readings. Counting is modulo 24 slots; a longer loss looks shorter. */
export function tapeStep(from: Reading, to: Reading): number {
  const lowest = to.firstMs - from.lastMs <= shortMs ? -mostBack : 1
  return lowest + ((((to.place - from.place - lowest) % placesPerLap) + placesPerLap) % placesPerLap)
}

/** Damage to the audio, seen by comparing the tape with the stream's time. `lost`: cut out. `added`: repeated, or a pause. `muted`: in its time but not readable. `back`: out of order. */
export interface Flaw {
  readonly kind: 'lost' | 'added' | 'muted' | 'back'
  readonly atMs: number
  readonly ms: number
}

/** Windows come every 2.5 ms, and a reading has an uncertain first and last one: closer than this is in time. */
const toleranceMs = 8

/** How far the tape ran ahead of the stream between two readings: near 0 for sound audio, 20 for a lost slot. */
export function cutBetween(from: Reading, to: Reading, step: number): number {
  const streamMs = (to.firstMs + to.lastMs - from.firstMs - from.lastMs) / 2
  return step * slotMs - streamMs
}

/** What `step` slots and a cut of `cutMs` mean, or undefined when all is well. */
export function flawOf(from: Reading, step: number, cutMs: number): Flaw | undefined {
  const atMs = from.lastMs
  if (step < 0) return { kind: 'back', atMs, ms: -step * slotMs }
  if (cutMs >= toleranceMs) return { kind: 'lost', atMs, ms: cutMs }
  if (cutMs <= -toleranceMs) return { kind: 'added', atMs, ms: -cutMs }
  return step > 1 ? { kind: 'muted', atMs, ms: (step - 1) * slotMs } : undefined
}
