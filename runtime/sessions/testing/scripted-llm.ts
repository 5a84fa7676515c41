import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Llm, LlmChunk, LlmRequest } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

/** A piece of an answer, an error that ends it, or silence for ever; `at` counts from the request. */
export type LlmStep = readonly [at: Millis, LlmChunk | Error | 'stall']
/** A text comes word by word, the first after 200 ms, the others 20 ms apart, then its end and its usage. */
export type LlmAnswer = string | readonly LlmStep[]

const FIRST_MS: Millis = 200
const NEXT_MS: Millis = 20

/** A model that has its answers ready; a request that finds none is answered with the last. */
export class ScriptedLlm implements Llm {
  readonly name = 'scripted'
  readonly requests: LlmRequest[] = []
  readonly #clock: Clock
  readonly #answers: readonly LlmAnswer[]

  constructor(clock: Clock, answers: readonly LlmAnswer[]) {
    this.#clock = clock
    this.#answers = answers
  }

  async *answer(request: LlmRequest, signal: AbortSignal): AsyncIterable<LlmChunk> {
    const answer = this.#answers[Math.min(this.requests.length, this.#answers.length - 1)] ?? ''
    this.requests.push({ ...request, messages: [...request.messages] })
    const asked = this.#clock.now()
    try {
      for (const [at, step] of typeof answer === 'string' ? stepsOf(answer) : answer) {
        await this.#clock.sleep(asked + at - this.#clock.now(), signal)
        if (step === 'stall') return await aborted(signal)
        if (step instanceof Error) throw step
        yield step
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

export const text = (words: string): LlmChunk => ({ type: 'text', text: words })
/** The model asks for tools after 200 ms; `arguments` as it writes them. */
export const calls = (...asked: readonly (readonly [name: string, args: string])[]): readonly LlmStep[] => [
  ...asked.map(
    ([name, args], i): LlmStep => [FIRST_MS, { type: 'tool_call', call: { id: `call_${i}`, name, arguments: args } }],
  ),
  [FIRST_MS, { type: 'finish', reason: 'tool_calls' }],
  [FIRST_MS, { type: 'usage', tokensIn: 20, tokensOut: 5 }],
]
export const modelFails = (retryAfterMs?: Millis): ProviderError =>
  new ProviderError('rate_limited', 'the model is busy', { status: 429, retryAfterMs })

function stepsOf(answer: string): LlmStep[] {
  const words = answer === '' ? [] : answer.split(/(?<= )/)
  const steps = words.map((word, i): LlmStep => [FIRST_MS + i * NEXT_MS, text(word)])
  const end = FIRST_MS + words.length * NEXT_MS
  return [
    ...steps,
    [end, { type: 'finish', reason: 'stop' }],
    [end, { type: 'usage', tokensIn: 20, tokensOut: words.length }],
  ]
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
