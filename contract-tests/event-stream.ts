import { until } from './until.ts'

export interface ServerEvent {
  readonly id: string | undefined
  readonly event: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by the document
  readonly data: any
}

/** A client of server-sent events (WHATWG HTML 9.2) of ten lines, and what it was told. */
export class EventStream {
  readonly events: ServerEvent[] = []
  readonly #abort = new AbortController()
  #comments = 0
  #over = false
  status = 0

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    void this.#read(url, headers).catch(() => {
      this.#over = true
    })
  }

  get comments(): number {
    return this.#comments
  }

  get over(): boolean {
    return this.#over
  }

  get seqs(): number[] {
    return this.events.flatMap(({ id }) => (id === undefined ? [] : [Number(id)]))
  }

  /** How the platform said that it ends. */
  get reason(): string | undefined {
    return this.events.find(({ event }) => event === 'stream.end')?.data.reason
  }

  got(what: string, ms?: number): Promise<ServerEvent> {
    const look = (): ServerEvent | undefined => this.events.find(({ event }) => event === what)
    return until(`${what} among ${this.events.map(({ event }) => event)}`, look, ms)
  }

  ended(ms?: number): Promise<true> {
    return until('the end of the stream', () => this.#over, ms) as Promise<true>
  }

  close(): void {
    this.#abort.abort()
  }

  async #read(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const answer = await fetch(url, { headers, signal: this.#abort.signal })
    this.status = answer.status
    let text = ''
    for await (const piece of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += piece
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) this.#block(block)
    }
    this.#over = true
  }

  #block(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ', 1)[0]!, line.slice(line.indexOf(': ') + 2)]),
    )
    if (block.startsWith(':')) this.#comments += 1
    const data = fields.get('data')
    if (data !== undefined)
      this.events.push({ id: fields.get('id'), event: fields.get('event'), data: JSON.parse(data) })
  }
}
