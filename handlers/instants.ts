import { Problem } from '#runtime/core/problem.ts'

/**
 * RFC 3339 has instants that no clock of ours shows, such as a leap second, or a day before the year 1; its form has days that no
 * calendar has, which JavaScript takes for days of the next month.
 */
export function isShownInstant(instant: string): boolean {
  const at = Date.parse(instant)
  const day = instant.slice(0, 'YYYY-MM-DD'.length)
  return at >= FIRST && at <= LAST && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** Refuses parameters that cannot be looked for. */
export function refuseUnreal(parameters: Readonly<Record<string, string | undefined>>): void {
  for (const [parameter, instant] of Object.entries(parameters)) {
    if (instant !== undefined && !isShownInstant(instant))
      throw refused(
        parameter,
        `"${parameter}" is an instant that cannot be looked for.`,
        'is no instant of ours',
        'format',
      )
  }
}

/** A span that ends before it begins. */
export function refuseReversed({ since, until }: { since?: string | undefined; until?: string | undefined }): void {
  if (since === undefined || until === undefined || Date.parse(since) <= Date.parse(until)) return
  throw refused('until', '"until" lies before "since".', 'must not be before "since"', 'minimum')
}

export const refused = (parameter: string, detail: string, message: string, keyword: string): Problem =>
  new Problem('bad_request', detail, { errors: [{ parameter, message, keyword }] })
