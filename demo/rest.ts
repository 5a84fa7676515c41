/** What the demo reads of a timeline's entry (`TimelineEntry` of the OpenAPI document). */
export interface Entry {
  readonly seq: number
  readonly ts: string
  readonly type: string
  readonly mark?: 'first' | 'last'
  readonly turnId?: string
  readonly latencyMs?: number
  readonly waitMs?: number
  readonly heardMs?: number
  readonly text?: string
  readonly textHeard?: string
  readonly cause?: string
  readonly reason?: string
  readonly to?: string
  readonly name?: string
  readonly args?: object
  readonly httpStatus?: number
  readonly artifact?: string
  readonly costInr?: number
  readonly durationSec?: number
  readonly service?: string
  readonly provider?: string
  readonly model?: string
  readonly unit?: string
  readonly quantity?: number
}

/** What it reads of a `Rate`, a `CallDetails` and of `Artifacts`. */
export interface Rate {
  readonly owner: 'platform' | 'tenant'
  readonly service: string
  readonly provider: string
  readonly model: string | null
  readonly unit: string
  readonly per: number
  readonly price: number
  readonly currency: 'INR' | 'USD'
  readonly effectiveFrom: string
}
export interface Usage {
  readonly costInr: number
}
export interface Call {
  readonly id: string
  readonly usage: Usage | null
  readonly summary: { readonly outcome: string; readonly method: string } | null
  readonly disposition: { readonly success: boolean | null; readonly reason: string } | null
}
export type Artifacts = Readonly<Record<'recording' | 'transcript' | 'metrics', string | null>>

/** A few operations over REST. Each throws with the problem's own sentence. */
export class Rest {
  readonly #url: string
  readonly #apiKey: string

  constructor(url: string, apiKey: string) {
    this.#url = url
    this.#apiKey = apiKey
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#ask('GET', path)) as T
  }

  async list<T>(path: string): Promise<readonly T[]> {
    return (await this.get<{ data: readonly T[] }>(path)).data
  }

  async post<T>(path: string, body: object): Promise<T> {
    return (await this.#ask('POST', path, body)) as T
  }

  /** Nothing is wrong where there is nothing to delete. */
  async delete(path: string): Promise<void> {
    await this.#ask('DELETE', path)
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#apiKey}`, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(this.#url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await response.text()
    const answer = (text === '' ? {} : JSON.parse(text)) as { detail?: string }
    const gone = method === 'DELETE' && response.status === 404
    if (!response.ok && !gone) throw new Error(`${method} ${path}: ${answer.detail ?? response.status}`)
    return answer
  }
}
