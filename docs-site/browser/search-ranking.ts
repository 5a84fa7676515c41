import type { IndexLine } from '../page-data.ts'

export interface Hit {
  readonly kind: string
  readonly title: string
  readonly address: string
  readonly page: string
  readonly words: string
}

/** What is looked for most stands first where all else is equal. */
const weights: Readonly<Record<string, number>> = {
  page: 9,
  operation: 8,
  message: 7,
  problem: 7,
  event: 6,
  webhook: 6,
  setting: 5,
  section: 4,
  requirement: 3,
  field: 1,
}
const MOST = 40

/** The lines that have every word, best first: names that are it, that begin with it, that hold it, then texts that do. */
export function ranked(index: readonly IndexLine[], query: string): Hit[] {
  const asked = words(query)
  if (asked.length === 0) return []
  return index
    .map((line) => ({ line, score: scoreOf(line, asked) }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score)
    .slice(0, MOST)
    .map(({ line: [kind, title, address, page, about] }) => ({ kind, title, address, page, words: about }))
}

function scoreOf([kind, title, , page, about]: IndexLine, asked: readonly string[]): number {
  const name = title.toLowerCase()
  const text = `${about} ${page}`.toLowerCase()
  let score = weights[kind] ?? 1
  for (const word of asked) {
    const found = scoreOfWord(name, text, word)
    if (found === 0) return 0
    score += found
  }
  return score
}

function scoreOfWord(name: string, text: string, word: string): number {
  if (name === word) return 100
  if (name.startsWith(word)) return 60
  if (words(name).some((part) => part.startsWith(word))) return 40
  if (name.includes(word)) return 25
  if (words(text).some((part) => part === word)) return 15
  return text.includes(word) ? 6 : 0
}

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((word) => word !== '')
