import type { Contract } from './contract.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what came is judged by the document, not by the compiler
  readonly body: any
}

export interface Asked {
  readonly path?: Readonly<Record<string, string>>
  /** A list is its parameter several times. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Sent = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

/** What must never be in an answer: places of our code, statements, or what libraries say of themselves. */
const LEAKS =
  /\bat .+:\d+:\d+|node_modules|\.ts:\d|FST_ERR|select .+ from|insert into|syntax error at|pg_|ECONN|ENOENT/i

/** A REST client that holds every answer against the published document. */
export class Rest {
  readonly #url: string
  readonly #contract: Contract
  readonly #key: string | undefined

  constructor(url: string, contract: Contract, key?: string) {
    this.#url = url
    this.#contract = contract
    this.#key = key
  }

  /** The same platform with another key, or with none. */
  as(key: string | undefined): Rest {
    return new Rest(this.#url, this.#contract, key)
  }

  async call(operationId: string, { path = {}, query = {}, body, headers = {} }: Asked = {}): Promise<Answer> {
    const { method, path: template, bodyTypes } = this.#contract.operation(operationId)
    const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, String(one)]),
      ),
    )
    const answer = await this.fetch(`${filled}${search.size > 0 ? `?${search}` : ''}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': bodyTypes[0]! }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    this.#contract.judge(operationId, answer)
    return answer
  }

  /** A request of any form; problems are held against the catalogue. */
  async fetch(target: string, { headers = {}, ...init }: Sent = {}): Promise<Answer> {
    const key = this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }
    const response = await fetch(new URL(target, this.#url), { ...init, headers: { ...key, ...headers } })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const body = text === '' ? undefined : /\bjson$|json;/.test(type) ? JSON.parse(text) : text
    const answer: Answer = { status: response.status, headers: response.headers, body }
    if (answer.status >= 400 && target !== '/readyz') this.#judgeProblem(answer, init.method)
    return answer
  }

  #judgeProblem({ status, headers, body }: Answer, method: string | undefined): void {
    if (method === 'HEAD') return
    if (headers.get('content-type')?.split(';', 1)[0] !== 'application/problem+json') {
      throw new Error(`${status} came as ${headers.get('content-type')}: ${JSON.stringify(body)}`)
    }
    this.#contract.judgeProblem(body)
    if (body.status !== status) throw new Error(`the body says ${body.status}, the answer is ${status}`)
    if (body.type !== `/problems/${body.code}`) throw new Error(`${body.type} is no type of ${body.code}`)
    if (body.requestId !== headers.get('x-request-id')) throw new Error('requestId is not X-Request-Id')
    const leak = LEAKS.exec(JSON.stringify({ ...body, instance: '' }))
    if (leak) throw new Error(`the problem says too much: ${leak[0]}`)
  }
}
