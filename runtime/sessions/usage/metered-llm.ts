import type { Llm, LlmChunk } from '#runtime/ports/llm.ts'
import { estimatedRequestTokens, estimatedTokens } from './token-estimate.ts'
import type { UsageMeter } from './usage-meter.ts'

/**
 * The same model; its tokens are metered as it counts them. They are estimated where it does not: it was cut, failed in
 * the middle, or says nothing of it. A request that fails before its first piece is not billed. A cut is metered at once.
 */
export function meteredLlm(llm: Llm, meter: UsageMeter, turnId: () => string | null): Llm {
  return {
    name: llm.name,
    async *answer(request, signal) {
      const turn = turnId()
      let counted: Extract<LlmChunk, { type: 'usage' }> | null = null
      let written = ''
      let begun = false
      let told = false
      const tell = (): void => {
        if (told) return
        told = true
        signal.removeEventListener('abort', tell)
        if (counted === null && !begun && !signal.aborted) return
        const tokens = counted ?? {
          tokensIn: estimatedRequestTokens(request.messages),
          tokensOut: estimatedTokens(written),
        }
        const piece = { service: 'llm', provider: { name: llm.name, model: request.model }, turnId: turn } as const
        const estimated = counted === null
        meter.used({ ...piece, unit: 'tokens_in', quantity: tokens.tokensIn, estimated })
        meter.used({ ...piece, unit: 'tokens_out', quantity: tokens.tokensOut, estimated })
      }
      signal.addEventListener('abort', tell)
      try {
        for await (const chunk of llm.answer(request, signal)) {
          begun = true
          if (chunk.type === 'usage') counted = chunk
          if (chunk.type === 'text') written += chunk.text
          yield chunk
        }
      } finally {
        tell()
      }
    },
  }
}
