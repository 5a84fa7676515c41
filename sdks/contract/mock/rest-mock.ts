import { createHash, randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Route } from '#generated/operations.gen.ts'
import { parameters, requestBody } from '#generated/validators.gen.ts'
import { violationsOf } from '#generated/violation.gen.ts'
import { documentOf } from '../published.ts'
import { changed, exampleOf, fitting, made } from './bodies.ts'
import { CallAnswers, type Reply } from './call-answers.ts'
import { Latest } from './latest.ts'
import { badRequest, MockProblem } from './problem.ts'
import { type Found, routeOf } from './routes.ts'
import type { Sessions } from './sessions.ts'
import type { Kept, Store } from './store.ts'

export interface Asked {
  readonly method: string
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined for none. */
  readonly text: string | Buffer | Readable | undefined
}

const PAGE = 50
const MOST_KEYS = 1_000

/** The REST API out of the documents: requests are held against them, resources that were made are read back, the rest is by example. */
export class RestMock {
  readonly #store: Store
  /** First answers by key, each with the hash of its request. */
  readonly #first = new Latest<string, { readonly request: string; readonly answer: Answered }>(MOST_KEYS)

  readonly #calls: CallAnswers

  constructor(store: Store, sessions: Sessions) {
    this.#store = store
    this.#calls = new CallAnswers(store, sessions)
  }

  answer(asked: Asked): Answered {
    try {
      const answer = this.#once(routeOf(asked.method, asked.url.pathname), asked)
      return { ...answer, headers: { 'x-request-id': newRequestId(), ...answer.headers } }
    } catch (error) {
      return refusal(error, asked.url)
    }
  }

  /** The same key gets the first answer again; with another request it is a conflict. */
  #once(found: Found, asked: Asked): Answered {
    if (found.route.roles !== null && !asked.headers.authorization?.startsWith('Bearer '))
      throw new MockProblem('invalid_api_key', 'Send an API key: "Authorization: Bearer ...". Any will do here.')
    const key = found.route.idempotent ? asked.headers['idempotency-key'] : undefined
    const request = hashOf(`${asked.method} ${asked.url.href} ${asked.text}`)
    const first = key === undefined ? undefined : this.#first.get(key)
    if (first !== undefined && first.request !== request)
      throw new MockProblem('idempotency_conflict', 'The Idempotency-Key belongs to another request.')
    if (first !== undefined)
      return { ...first.answer, headers: { ...first.answer.headers, 'idempotency-replayed': 'true' } }
    const answer = this.#done(found, asked)
    if (key !== undefined) this.#first.set(key, { request, answer })
    return answer
  }

  #done(found: Found, asked: Asked): Answered {
    const { id, route } = found
    const query = checkedParameters(found, asked)
    const body = checkedBody(found, asked)
    if (id === 'getOpenApiDocument') return json(200, documentOf('openapi'))
    if (id === 'getRealtimeDocument') return json(200, documentOf('realtime'))
    const { path } = found
    const own = this.#calls.to(id, { path, query, body, url: asked.url, headers: asked.headers })
    if (own !== undefined) return this.#own(found, query, own)
    const [status, type] = successOf(route)
    if (type === null) return this.#without(found, asked, status)
    const answered = this.#resource(found, asked, status, { query, body })
    if (type !== 'application/json')
      return {
        status,
        headers: { 'content-type': type },
        text: typeof answered === 'string' ? answered : JSON.stringify(answered),
      }
    return tagged(route, status, answered)
  }

  /** What the calls that were made here say. */
  #own({ route }: Found, query: Kept, reply: Reply): Answered {
    const [status, type] = successOf(route)
    if ('over' in reply) return { status: 204, headers: {}, text: undefined }
    if ('bytes' in reply)
      return { status, headers: { 'content-type': type!, 'cache-control': 'no-store' }, text: reply.bytes }
    return tagged(route, status, 'one' in reply ? reply.one : pageOf(reply.list, query))
  }

  /** What is answered without a body: something is taken away, or is elsewhere. */
  #without(found: Found, asked: Asked, status: number): Answered {
    const { route } = found
    if (route.method === 'DELETE') {
      const place = placeOf(found)
      const kept = this.#there(found, asked)
      if (place.name === undefined) this.#store.setSingle(place.collection, undefined)
      else if (kept !== undefined) this.#store.remove(place.collection, kept)
    }
    return { status, headers: status === 302 ? { location: '/openapi.json' } : {}, text: undefined }
  }

  #resource(found: Found, asked: Asked, status: number, { query, body }: { query: Kept; body: Kept }): unknown {
    const { id, route } = found
    const { collection, name } = placeOf(found)
    if (/^list/.test(id)) return this.#page(found, status, query)
    if (/^create/.test(id)) {
      const kept = made(id, status, body, new Date())
      const clash = typeof body.externalId === 'string' && this.#store.find(collection, body.externalId)
      if (clash) throw new MockProblem('conflict', `"${String(body.externalId)}" is taken.`)
      this.#store.add(collection, kept)
      return kept
    }
    if (route.method === 'PUT') return this.#put(found, status, body)
    const kept = this.#there(found, asked)
    if (route.method === 'PATCH' && kept !== undefined) {
      const next = changed(id, status, kept, body, new Date())
      if (name === undefined) this.#store.setSingle(collection, next)
      else this.#store.replace(collection, kept, next)
      return next
    }
    return kept !== undefined && fitting(id, status, kept) ? kept : exampleOf(id, status)
  }

  #put(found: Found, status: number, body: Kept): unknown {
    const { collection, name } = placeOf(found)
    const kept = made(found.id, status, { ...body, ...(name !== undefined && { name }) }, new Date())
    if (name === undefined) {
      this.#store.setSingle(collection, kept)
      return kept
    }
    const old = this.#store.find(collection, name)
    if (old) this.#store.replace(collection, old, kept)
    else this.#store.add(collection, kept)
    return kept
  }

  /** What the path names; throws `not_found`, and `precondition_failed` where it is not what was seen. */
  #there(found: Found, asked: Asked): Kept | undefined {
    const { collection, name } = placeOf(found)
    const example = exampleOf(found.id, 200) as Kept | undefined
    const kept =
      name === undefined ? (this.#store.single(collection) ?? example) : this.#named(collection, name, example)
    const ifMatch = asked.headers['if-match']
    if (ifMatch !== undefined && ifMatch !== '*' && found.route.ifMatch !== null && ifMatch !== etagOf(kept))
      throw new MockProblem('precondition_failed', 'It has changed since: read it again.')
    return kept
  }

  /** What nobody can make here is there under the example's own name. */
  #named(collection: string, name: string, example: Kept | undefined): Kept | undefined {
    const kept = this.#store.find(collection, name)
    if (kept !== undefined || example?.id === name || !collection.startsWith('/v1/')) return kept ?? example
    throw new MockProblem('not_found', `There is no "${name}" at ${collection}.`)
  }

  #page({ id, path, route }: Found, status: number, query: Kept): unknown {
    const page = pageOf(this.#store.all(filled(route.path, path)), query)
    if (fitting(id, status, page)) return page
    return fitting(id, status, { data: page.data }) ? { data: page.data } : exampleOf(id, status)
  }
}

/** What was thrown as a problem document; throws what is none. */
export function refusal(error: unknown, { pathname }: URL): Answered {
  if (!(error instanceof MockProblem)) throw error
  const requestId = newRequestId()
  const headers = { 'x-request-id': requestId, 'content-type': 'application/problem+json' }
  return { status: error.status, headers, text: JSON.stringify(error.body(pathname, requestId)) }
}

const newRequestId = (): string => `req_${randomBytes(13).toString('hex')}`

/** The collection and the name in it that a path is about; a path that ends in a word is about the last name before it. */
function placeOf({ route, path }: Found): { collection: string; name: string | undefined } {
  const last = /^(.*)\/\{(\w+)\}(?:\/[^{}]*)?$/.exec(route.path)
  if (last === null) return { collection: route.path, name: undefined }
  return { collection: filled(last[1]!, path), name: path[last[2]!] }
}

const filled = (template: string, path: Found['path']): string =>
  template.replace(/\{(\w+)\}/g, (_all, name: string) => path[name] ?? '')

function checkedParameters({ id, path }: Found, { url, headers }: Asked): Kept {
  const query: Kept = {}
  for (const name of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(name)
    query[name] = all.length > 1 ? all : all[0]
  }
  for (const [place, values] of [
    ['path', { ...path }],
    ['query', query],
    ['header', { ...headers }],
  ] as const) {
    const validate = parameters(id, place)
    if (validate !== undefined && !validate(values))
      throw badRequest(violationsOf(validate), place === 'header' ? 'header' : 'parameter')
  }
  return query
}

function checkedBody({ id, route }: Found, { headers, text }: Asked): Kept {
  if (route.bodyTypes.length === 0 || (text === '' && !route.bodyRequired)) return {}
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!
  const validate = requestBody(id, type)
  if (!route.bodyTypes.includes(type))
    throw new MockProblem('unsupported_media_type', `Send ${route.bodyTypes.join(' or ')}.`)
  const body = jsonOf(text)
  if (validate !== undefined && !validate(body)) throw badRequest(violationsOf(validate), 'pointer')
  return body as Kept
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest([{ pointer: '', message: 'is not JSON', keyword: 'type' }], 'pointer')
  }
}

/** The first status of those that it may answer with, and its type. */
const successOf = ({ success }: Route): readonly [number, string | null] =>
  Object.entries(success).map(([code, type]) => [Number(code), type] as const)[0]!

function pageOf(
  all: readonly unknown[],
  { limit = PAGE, cursor }: Kept,
): { data: unknown[]; nextCursor: string | null } {
  const from = typeof cursor === 'string' ? Number(Buffer.from(cursor, 'base64url').toString()) || 0 : 0
  const to = from + Number(limit)
  const nextCursor = to < all.length ? Buffer.from(`${to}`.padStart(12, '0')).toString('base64url') : null
  return { data: all.slice(from, to), nextCursor }
}

/** JSON, with its ETag where the contract has one. */
function tagged({ etags }: Route, status: number, body: unknown): Answered {
  const answer = json(status, body)
  return etags.includes(status) ? { ...answer, headers: { ...answer.headers, etag: etagOf(body) } } : answer
}

const json = (status: number, body: unknown): Answered => ({
  ...{ status, headers: { 'content-type': 'application/json' } },
  text: JSON.stringify(body),
})

const etagOf = (body: unknown): string => `"${hashOf(JSON.stringify(body ?? null))}"`

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
