import type { Millis } from './clock.ts'

/** Where days and months begin and end, for every tenant. */
export const timezone = 'Asia/Kolkata'

export const DAY_MS: Millis = 86_400_000
/** India is ahead of UTC by this, all year. */
const OFFSET_MS: Millis = 5.5 * 3_600_000

/** The calendar day of the instant, `2026-02-03`. */
export const dayOf = (at: Millis): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10)

/** The instant at which the day begins. */
export const midnight = (day: string): string => new Date(Date.parse(day) - OFFSET_MS).toISOString()

/** The day that comes so many days later. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** First and last day of the month that the day is in. */
export function monthOf(day: string): { start: string; end: string } {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return {
    start: `${day.slice(0, 8)}01`,
    end: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10),
  }
}
