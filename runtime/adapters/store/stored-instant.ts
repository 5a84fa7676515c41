/** RFC 3339 in UTC with milliseconds, as the contract writes instants. */
export const instant = (at: Date): string => at.toISOString()
export const instantOrNull = (at: Date | null): string | null => at && instant(at)
