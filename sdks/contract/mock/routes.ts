import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { MockProblem } from './problem.ts'

/** The operation that a request is for, and what its path names. */
export interface Found {
  readonly id: OperationId
  readonly route: Route
  readonly path: Readonly<Record<string, string>>
}

const patterns = Object.entries<Route>(routes)
  .map(([id, route]) => ({
    ...{ id: id as OperationId, route },
    pattern: new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))
  // A word of a path is stronger than a name.
  .sort((one, other) => one.route.path.split('{').length - other.route.path.split('{').length)

/** Throws `not_found` and `method_not_allowed`. */
export function routeOf(method: string, pathname: string): Found {
  const fitting = patterns.filter(({ pattern }) => pattern.test(pathname))
  if (fitting.length === 0) throw new MockProblem('not_found', `There is nothing at ${pathname}.`)
  const found = fitting.find(({ route }) => route.method === method || (method === 'HEAD' && hasHead(route)))
  if (found === undefined) throw new MockProblem('method_not_allowed', `${pathname} does not have ${method}.`)
  const groups = found.pattern.exec(pathname)!.groups ?? {}
  const path = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, stepOf(value)]))
  return { id: found.id, route: found.route, path }
}

/** As on the platform, every GET but a stream of events: who serves the answer leaves its body out. */
const hasHead = ({ method, success }: Route): boolean =>
  method === 'GET' && !Object.values(success).includes('text/event-stream')

function stepOf(encoded: string): string {
  const step = decoded(encoded)
  if (step === null) throw new MockProblem('bad_request', `"${encoded}" is no part of an address.`)
  return step
}

/** A part of an address as it was meant; null where it was never encoded. */
export function decoded(step: string): string | null {
  try {
    return decodeURIComponent(step)
  } catch {
    return null
  }
}

/** The address that was asked for; null for none. */
export const urlOf = (target = '/'): URL | null => URL.parse(target, 'http://mock')
