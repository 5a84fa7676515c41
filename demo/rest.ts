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
}

/** The few REST operations of the demo. Each throws with the problem's own sentence. */
export class Rest {
  readonly #url: string
  readonly #apiKey: string

  constructor(url: string, apiKey: string) {
    this.#url = url
    this.#apiKey = apiKey
  }

  createAgent(body: object): Promise<{ id: string; name: string }> {
    return this.#ask('POST', '/v1/agents', body)
  }

  async timeline(callId: string): Promise<readonly Entry[]> {
    const { data } = await this.#ask<{ data: readonly Entry[] }>('GET', `/v1/calls/${callId}/timeline?limit=1000`)
    return data
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: `Bearer ${this.#apiKey}`, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(this.#url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const answer = (await response.json()) as T & { detail?: string }
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail ?? response.status}`)
    return answer
  }
}
