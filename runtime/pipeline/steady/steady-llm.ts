import { late, type Millis, within } from '#runtime/core/clock.ts'
import type { RetryPolicy } from '#runtime/domain/providers/retry.ts'
import type { Llm, LlmChunk, LlmRequest } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { type AttemptPorts, Attempts } from './attempts.ts'

const policy: RetryPolicy = { tries: 2, firstMs: 300, longestMs: 2_000, patienceMs: 2_000 }
/** How long the first try may think before its first word, when there is another try. */
const FIRST_WORD_MS: Millis = 5_000
/** Made once: an abort without a reason makes an error, with its stack, for each answer. */
const over = new DOMException('The answer is over', 'AbortError')

/** A model that is asked once more when it fails before its first word, and never after it (NFR 4.3). */
export function steadyLlm(inner: Llm, ports: AttemptPorts): Llm {
  return { name: inner.name, answer: (request, signal) => answer(inner, ports, request, signal) }
}

async function* answer(
  inner: Llm,
  ports: AttemptPorts,
  request: LlmRequest,
  signal: AbortSignal,
): AsyncIterable<LlmChunk> {
  const attempts = new Attempts(ports, policy)
  for (let isLast = false; ; isLast = true) {
    let answered = false
    try {
      const refused = attempts.ask()
      if (refused) throw refused
      for await (const chunk of hurried(inner, ports, request, signal, isLast)) {
        if (!answered) {
          answered = true
          attempts.accepted()
          attempts.serves()
        }
        yield chunk
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ProviderError)) throw error
      const wait = answered ? attempts.gaveUp(error) : attempts.failed(error)
      if (wait === null) throw error
      await ports.clock.sleep(wait, signal).catch(() => {})
      if (signal.aborted) return
    }
  }
}

/** The answer; where there is another try, this one is given up when its first word takes too long. */
async function* hurried(
  inner: Llm,
  { clock }: AttemptPorts,
  request: LlmRequest,
  signal: AbortSignal,
  isLast: boolean,
): AsyncIterable<LlmChunk> {
  if (isLast) return yield* inner.answer(request, signal)
  const patience = new AbortController()
  const chunks = inner.answer(request, AbortSignal.any([signal, patience.signal]))[Symbol.asyncIterator]()
  try {
    const asked = chunks.next()
    // Once it is given up nobody waits for it.
    asked.catch(() => {})
    const first = await within(clock, FIRST_WORD_MS, asked)
    if (first === late) throw new ProviderError('timeout', `The model said nothing for ${FIRST_WORD_MS} ms`)
    if (first.done) return
    yield first.value
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  } finally {
    patience.abort(over)
    void chunks.return?.().catch(() => {})
  }
}
