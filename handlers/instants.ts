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
