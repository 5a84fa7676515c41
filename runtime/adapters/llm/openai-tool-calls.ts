import type OpenAI from 'openai'
import type { LlmToolCall } from '#runtime/ports/llm.ts'

const MAX_CALLS = 16
const MAX_ARGUMENTS = 64 * 1024

type Piece = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall

/**
 * Puts the calls of an answer together: they come in fragments, told apart by `index`; id and name come once, the
 * arguments piece by piece (platform.openai.com/docs/guides/function-calling, streaming).
 */
export class OpenAiToolCalls {
  readonly #calls = new Map<number, { id: string; name: string; arguments: string }>()

  /** False when the pieces say nothing. */
  take(pieces: readonly Piece[] | undefined): boolean {
    if (!Array.isArray(pieces)) return false
    for (const { index, id, function: part } of pieces as Piece[]) {
      if (!Number.isInteger(index) || index < 0 || index >= MAX_CALLS) continue
      const call = this.#calls.get(index) ?? { id: '', name: '', arguments: '' }
      this.#calls.set(index, call)
      if (typeof id === 'string' && call.id === '') call.id = id.slice(0, 64)
      if (typeof part?.name === 'string' && call.name === '') call.name = part.name.slice(0, 64)
      if (typeof part?.arguments === 'string')
        call.arguments += part.arguments.slice(0, MAX_ARGUMENTS - call.arguments.length)
    }
    return pieces.length > 0
  }

  /** What was called, in the order of the indices; then it begins anew. */
  all(): LlmToolCall[] {
    const calls = [...this.#calls].sort(([a], [b]) => a - b).map(([, call]) => call)
    this.#calls.clear()
    return calls
  }
}
