import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Llm, LlmRequest } from '#runtime/ports/llm.ts'

/** Longest answer that is read. */
const MAX_CHARACTERS = 20_000

export interface WholeAnswer {
  readonly text: string
  readonly reason: 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'late'
}

/** The model's answer in one piece, `late` when it takes longer than `ms`. Throws `ProviderError`. */
export async function askModel(
  { llm, clock }: { llm: Llm; clock: Clock },
  request: LlmRequest,
  ms: Millis,
): Promise<WholeAnswer> {
  const abort = new AbortController()
  const cancel = clock.wakeAt(clock.now() + ms, () => abort.abort())
  let text = ''
  let reason: WholeAnswer['reason'] = 'stop'
  try {
    for await (const chunk of llm.answer(request, abort.signal)) {
      if (chunk.type === 'finish') reason = chunk.reason
      if (chunk.type !== 'text') continue
      text += chunk.text
      if (text.length > MAX_CHARACTERS) return { text: '', reason: 'length' }
    }
    return { text, reason: abort.signal.aborted ? 'late' : reason }
  } finally {
    cancel()
  }
}
