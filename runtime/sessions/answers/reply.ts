import type { Clock, Millis } from '#runtime/core/clock.ts'
import { sentences } from '#runtime/pipeline/stages/sentences.ts'
import type { Llm, LlmRequest, LlmToolCall } from '#runtime/ports/llm.ts'

/** How long an unfinished sentence waits for its next word before it is said. */
const FLUSH_AFTER_MS: Millis = 400
/** Longest answer; what a model says beyond it is dropped with the rest of its stream. */
const MAX_CHARACTERS = 30_000
/** No language has longer tokens on average: a model that says more does not keep to its limit. */
const MAX_CHARACTERS_PER_TOKEN = 16

/** Told in order; `responded` and `failed` come once between them, and nothing after them. */
export interface ReplyListener {
  firstToken(latencyMs: Millis): void
  delta(text: string): void
  /** A sentence, to be spoken. */
  sentence(text: string): void
  /** The model has finished, or was cut. */
  responded(response: ReplyResponse): void
  /** `ProviderError`, or a fault of ours. */
  failed(error: unknown): void
}

export interface ReplyResponse {
  readonly text: string
  readonly reason: 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'cut'
  /** What it asks for; the answer goes on when they are answered. */
  readonly toolCalls: readonly LlmToolCall[]
  readonly tokensIn: number | null
  readonly tokensOut: number | null
  readonly latencyMs: Millis
}

/** One answer of the model: asked for when it is made, handed on word by word and sentence by sentence. */
export class Reply {
  readonly #ports: { llm: Llm; clock: Clock }
  readonly #listener: ReplyListener
  readonly #askedAt: Millis
  readonly #abort = new AbortController()
  #text = ''
  readonly #toolCalls: LlmToolCall[] = []
  #reason: ReplyResponse['reason'] = 'stop'
  #usage: { tokensIn: number; tokensOut: number } | null = null
  #over = false

  constructor(ports: { llm: Llm; clock: Clock }, request: LlmRequest, listener: ReplyListener) {
    this.#ports = ports
    this.#listener = listener
    this.#askedAt = ports.clock.now()
    this.#run(request).catch((error: unknown) => {
      this.#over = true
      // What a model that was cut says of it is of no interest.
      if (!this.#abort.signal.aborted) listener.failed(error)
    })
  }

  /** Stops the model; `responded` is told at once, unless it was told before. */
  cut(): void {
    this.#abort.abort()
    this.#reason = 'cut'
    this.#finish(() => this.#listener.responded(this.#response()))
  }

  async #run(request: LlmRequest): Promise<void> {
    const context = { clock: this.#ports.clock, signal: this.#abort.signal }
    for await (const sentence of sentences({ flushAfterMs: FLUSH_AFTER_MS })(this.#tokens(request), context)) {
      if (!this.#over) this.#listener.sentence(sentence)
    }
    this.#finish(() => this.#listener.responded(this.#response()))
  }

  async *#tokens(request: LlmRequest): AsyncIterable<string> {
    const most = Math.min(MAX_CHARACTERS, request.maxTokens * MAX_CHARACTERS_PER_TOKEN)
    for await (const chunk of this.#ports.llm.answer(request, this.#abort.signal)) {
      if (this.#over) return
      if (chunk.type === 'usage') this.#usage = chunk
      else if (chunk.type === 'tool_call') this.#toolCalls.push(chunk.call)
      else if (chunk.type === 'finish') this.#reason = chunk.reason
      else {
        if (this.#text === '') this.#listener.firstToken(this.#ports.clock.now() - this.#askedAt)
        const text = chunk.text.slice(0, most - this.#text.length)
        this.#text += text
        this.#listener.delta(text)
        yield text
        if (this.#text.length < most) continue
        this.#reason = 'length'
        return
      }
    }
  }

  #finish(tell: () => void): void {
    if (this.#over) return
    this.#over = true
    tell()
  }

  #response(): ReplyResponse {
    const { tokensIn, tokensOut } = this.#usage ?? { tokensIn: null, tokensOut: null }
    const latencyMs = this.#ports.clock.now() - this.#askedAt
    return { text: this.#text, reason: this.#reason, toolCalls: this.#toolCalls, tokensIn, tokensOut, latencyMs }
  }
}
