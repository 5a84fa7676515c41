import type { Pool } from 'undici'
import { ownName } from '../own-names.ts'
import { faultsOf, type Got } from './checks.ts'
import type { Drawn, FuzzedOperation } from './requests.ts'
import type { Names, Resources } from './resources.ts'
import type { Schemas } from './schema.ts'

/** What was asked of one operation so far. */
export interface Tally {
  cases: number
  /** Right requests that were answered with 2xx or 3xx. */
  accepted: number
  refused: number
  readonly statuses: Map<number, number>
}

type Text = Record<string, string>

/** Sends what was drawn for one operation, and holds every answer against every check. */
export class Fuzzer {
  readonly tally: Tally = { cases: 0, accepted: 0, refused: 0, statuses: new Map() }
  readonly #pool: Pool
  readonly #operation: FuzzedOperation
  readonly #resources: Resources
  readonly #foreign: Resources | null
  readonly #schemas: Schemas

  constructor(
    pool: Pool,
    operation: FuzzedOperation,
    resources: { own: Resources; foreign: Resources | null },
    schemas: Schemas,
  ) {
    this.#pool = pool
    this.#operation = operation
    this.#resources = resources.own
    this.#foreign = resources.foreign
    this.#schemas = schemas
  }

  /** Throws with everything that is wrong with the answer. */
  async take(drawn: Drawn): Promise<void> {
    const request = await this.#request(drawn)
    const got = await this.#resources.send(
      async (): Promise<Got> => {
        const { statusCode: status, headers, body } = await this.#pool.request(request)
        return { status, headers: flat(headers), bytes: await body.text() }
      },
      ({ bytes }) => jsonIn(bytes),
    )
    this.#count(drawn, got)
    const faults = faultsOf(this.#operation, got, drawn.wrong, this.#schemas)
    if (faults.length === 0) return
    // Reports are kept and passed on: no key stands in them.
    const sent = { ...request.headers, ...('authorization' in request.headers && { authorization: '***' }) }
    const shown = { ...request, headers: sent, body: request.body?.toString().slice(0, 2_000) }
    throw new Error(`${faults.join('\n')}\nasked: ${JSON.stringify(shown)}\nanswer: ${got.bytes.slice(0, 2_000)}`)
  }

  async #request(drawn: Drawn) {
    const { method, path: template, bodyTypes } = this.#operation
    const names = await this.#names(drawn)
    const path = filled(this.#paths(drawn), names)
    const target = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
    const search = new URLSearchParams(repeated(drawn.values.query, names))
    const body = drawn.bytes ?? (drawn.body === undefined ? undefined : JSON.stringify(withNames(drawn, names)))
    const authorization = await this.#resources.authorization(drawn, body)
    const headers: Text = {
      ...filled(drawn.values.header, {}),
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': bodyTypes[0] ?? 'application/json' }),
      ...drawn.headers,
    }
    return {
      path: `${target}${search.size > 0 ? `?${search}` : ''}`,
      method: method as 'GET',
      headers,
      ...(body !== undefined && { body }),
    }
  }

  /** Nothing for names that stay as they were drawn. */
  async #names({ names }: Drawn): Promise<Names> {
    if (names === 'own') return this.#resources.names()
    return names === 'foreign' && this.#foreign !== null ? this.#foreign.names() : {}
  }

  /** What is asked only to read may name anything; nothing but what is this run's own is changed or taken away. */
  #paths({ values: { path }, wrong }: Drawn): Drawn['values']['path'] {
    if (this.#operation.method === 'GET') return path
    const own = ([name, value]: [string, unknown]) => [name, wrong?.place === name ? value : ownName(String(value))]
    return Object.fromEntries(Object.entries(path).map(own))
  }

  #count({ wrong }: Drawn, { status }: Got): void {
    this.tally.cases += 1
    this.tally.statuses.set(status, (this.tally.statuses.get(status) ?? 0) + 1)
    if (wrong !== null) this.tally.refused += 1
    else if (status < 400) this.tally.accepted += 1
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Values as text, with names of resources in the place of what was drawn for them. */
function filled(values: Readonly<Record<string, unknown>>, names: Names): Text {
  const present = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, names[name] ?? String(value)]))
}

/** The same for a query: a list is its parameter, once for each item. */
const repeated = (values: Readonly<Record<string, unknown>>, names: Names): [string, string][] =>
  Object.entries(values).flatMap(([name, value]): [string, string][] =>
    Array.isArray(value) ? value.map((item) => [name, String(item)]) : Object.entries(filled({ [name]: value }, names)),
  )

/** The body, naming an agent or a tool that is there where it names one. */
function withNames({ body, wrong }: Drawn, names: Names): unknown {
  if (wrong !== null || typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const named = names[name]
      if (named === undefined || value === null) return [name, value]
      return [name, typeof value === 'number' ? Number(named) : named]
    }),
  )
}

const flat = (headers: Record<string, string | string[] | undefined>): Text =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
