import type { Json, JsonObject } from './json.ts'
import { isDraft, isObject } from './json.ts'

/** One entry of `problems.yaml`. */
export interface ProblemEntry {
  readonly status: number
  readonly retryable: boolean
  readonly closeCode: number
  readonly title: string
}

/** `problems.yaml` as typed entries, with those of drafts or without; an entry that does not fit is an error that names it. */
export function problemCatalogue(source: Json, drafts: 'with drafts' | 'live' = 'live'): Record<string, ProblemEntry> {
  const entries = isObject(source) ? Object.entries(source) : []
  const told = entries.filter(([, entry]) => drafts === 'with drafts' || !isDraft(entry))
  return Object.fromEntries(told.map(([code, entry]) => [code, problemEntry(code, entry)]))
}

function problemEntry(code: string, entry: Json): ProblemEntry {
  const { status, retryable, closeCode, title } = isObject(entry) ? entry : ({} as JsonObject)
  if (
    typeof status !== 'number' ||
    typeof retryable !== 'boolean' ||
    typeof closeCode !== 'number' ||
    typeof title !== 'string'
  ) {
    throw new Error(`The problem "${code}" needs status, retryable, closeCode and title.`)
  }
  return { status, retryable, closeCode, title }
}

/** Close code to the problem codes that it stands for, ascending; 1000 is a normal end, and what breaks the
 * WebSocket protocol itself (RFC 6455) ends without a problem. */
export function closeCodes(problems: Readonly<Record<string, ProblemEntry>>): Record<string, string[]> {
  const codes: Record<string, string[]> = {
    1000: ['normal'],
    1002: ['protocol'],
    1007: ['protocol'],
    1008: ['protocol'],
  }
  for (const [code, { closeCode }] of Object.entries(problems)) {
    codes[closeCode] = [...(codes[closeCode] ?? []), code]
  }
  return codes
}
