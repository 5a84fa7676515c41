import type { Millis } from '#runtime/core/clock.ts'
import { parseWaitFunction } from './wait-function.ts'

/** Words that are seldom the last: in English, and in Hindi in both scripts. */
const GO_ON = new Set(
  `and but or because so if than which the a an my your our their to for of with from into about i
um uh er hmm uhm
aur lekin magar kyunki ki ka ke agar toh mera meri aapka matlab yaani jaise
और लेकिन मगर क्योंकि कि का के की अगर तो मेरा मेरी आपका मतलब यानी जैसे`.split(/\s+/),
)
const LIKELY = 0.8
const MAYBE = 0.5
const HARDLY = 0.1
/** No turn waits longer for its end. */
export const longestWaitMs: Millis = 3_000

/** The probability that the caller has not finished, by the last words (FR-E2): what a listener goes by, too. */
export function unfinished(text: string): number {
  if (/[?？]["')]*$/.test(text)) return 0
  if (/(,|-|–|…|\.\.\.)$/.test(text)) return MAYBE
  const words = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/)
  const [last = '', before = ''] = words.toReversed()
  if (GO_ON.has(last) && words.length > 1) return LIKELY
  // Half a number that is being dictated.
  if (/^\d+$/.test(last) && /^\d+$/.test(before) && (last + before).length < 10) return MAYBE
  return HARDLY
}

/** How long to wait after the last sound, by what was said: `max(silenceMs, waitFunction(x))`. */
export function waitPolicy(settings: {
  readonly silenceMs: Millis
  readonly confidence: number
  readonly waitFunction: string | null
}): (text: string) => Millis {
  const { silenceMs, confidence, waitFunction } = settings
  if (waitFunction === null) return () => silenceMs
  const waitOf = parseWaitFunction(waitFunction)
  return (text) => {
    const x = unfinished(text)
    const wanted = waitOf(1 - x >= confidence ? 0 : x)
    return Math.max(silenceMs, Math.min(Number.isFinite(wanted) ? Math.round(wanted) : silenceMs, longestWaitMs))
  }
}
