import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { reach } from '../reach.ts'

/** What is verified. */
export interface Deployment {
  readonly url: string
  /** An address that the deployment may post to and that answers 2xx; null where there is none. */
  readonly toolUrl: string | null
  /** Null where only one tenant's key is known. */
  readonly operatorKey: string | null
}

/** Keys of one tenant, none of which is limited so far that it is noticed. */
export interface Keys {
  readonly admin: string
  readonly analyst: string
}

export interface Asking {
  readonly path?: Readonly<Record<string, string>>
  /** A list is its parameter several times. */
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>
  readonly body?: unknown
}

export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what came is judged elsewhere
  readonly body: any
}

const PATIENCE_MS = 30_000

/** Asks one operation as whoever has the key. */
export async function ask(
  url: string,
  key: string,
  id: string,
  { path = {}, query = {}, body }: Asking,
): Promise<Reply> {
  const { method, path: template, bodyTypes }: Route = routes[id as OperationId]
  const target = template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? ''))
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  )
  const request = {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': bodyTypes[0]! }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  const response = await reach(new URL(search.size > 0 ? `${target}?${search}` : target, url), request, PATIENCE_MS)
  const text = await response.text()
  return {
    status: response.status,
    body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
  }
}

/** Makes something; throws with what was said instead. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export async function create(url: string, key: string, id: string, body: object): Promise<any> {
  const reply = await ask(url, key, id, { body })
  if (reply.status !== 201) throw new Error(`${id} answered ${reply.status}: ${saidIn(reply)}`)
  return reply.body
}

/** The detail of a problem; of anything else its beginning, as it may be the page of some other server. */
const saidIn = ({ body }: Reply): string =>
  typeof body?.detail === 'string'
    ? body.detail
    : (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, 500)
