import { late, type Millis, within } from '#runtime/core/clock.ts'
import type { Stage } from '#runtime/pipeline/stage.ts'

/** Up to the end of a sentence, in the scripts of India too (danda); a dot between digits ends nothing. */
const SENTENCE = /^[\s\S]*?[.!?।॥…]["')\]]*(?=\s)/
/** The longest piece that is handed on whole (the voice takes at most 2,000 characters at once). */
const MAX_PIECE = 600

/**
 * Joins the model's tokens into sentences, so that speech starts before the answer is whole. What is held longer than
 * `flushAfterMs` without a new token is said as it is; the last piece is said when the tokens end.
 */
export function sentences({ flushAfterMs }: { flushAfterMs: Millis }): Stage<string, string> {
  return async function* (tokens, { clock, signal }) {
    const source = tokens[Symbol.asyncIterator]()
    try {
      let held = ''
      let next = source.next()
      for (;;) {
        const token = held.trim() === '' ? await next : await within(clock, flushAfterMs, next)
        if (signal.aborted) return
        if (token === late) {
          yield held.trim()
          held = ''
          continue
        }
        if (token.done) break
        held += token.value
        next = source.next()
        for (let piece = firstPiece(held); piece !== null; piece = firstPiece(held)) {
          held = held.slice(piece.length)
          if (piece.trim() !== '') yield piece.trim()
          if (signal.aborted) return
        }
      }
      if (held.trim() !== '') yield held.trim()
    } finally {
      await source.return?.()
    }
  }
}

function firstPiece(held: string): string | null {
  const sentence = SENTENCE.exec(held)?.[0]
  if (sentence !== undefined && sentence.length <= MAX_PIECE) return sentence
  if (held.length <= MAX_PIECE) return null
  const space = held.lastIndexOf(' ', MAX_PIECE)
  return held.slice(0, space > 0 ? space : MAX_PIECE)
}
