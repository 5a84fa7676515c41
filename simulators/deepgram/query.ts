/** A query parameter that Deepgram would refuse; the message goes into the 400. */
export class QueryProblem extends Error {
  override readonly name = 'QueryProblem'
}

/** One of a few words, or `fallback`. */
export function choice<const T extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly T[],
  fallback: T,
): T {
  const value = query.get(name)
  if (value === null) return fallback
  if (!(values as readonly string[]).includes(value)) {
    throw new QueryProblem(`${name} must be one of ${values.join(', ')}, not "${value}".`)
  }
  return value as T
}

export const flag = (query: URLSearchParams, name: string): boolean =>
  choice(query, name, ['true', 'false'], 'false') === 'true'

/** A whole number, 0 or more, or undefined. */
export function count(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name)
  if (value === null) return undefined
  if (!/^\d{1,9}$/.test(value)) throw new QueryProblem(`${name} must be a whole number, not "${value}".`)
  return Number(value)
}
