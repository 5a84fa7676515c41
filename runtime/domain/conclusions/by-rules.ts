import type { EndReason, Rubric } from '#generated/events.gen.ts'
import { endReasonClass } from '#generated/names.gen.ts'
import type { Conclusion } from './conclusion.ts'
import { scales } from './rubric.ts'
import type { EndedTalk } from './transcript.ts'

const outcomes: Partial<Record<EndReason, string>> = {
  user_silence_timeout: 'caller_went_silent',
  max_duration: 'time_ran_out',
  transfer: 'transferred',
  cancelled: 'cancelled',
}

/** What can be said without reading a word: how the call ended, and who spoke how often. */
export function conclusionByRules({ lines, reason, durationMs }: EndedTalk, rubric: Rubric | null): Conclusion {
  const broke = endReasonClass[reason] === 'error'
  const times = (role: 'user' | 'assistant'): string => {
    const count = lines.filter((line) => line.role === role).length
    return count === 1 ? 'once' : `${count} times`
  }
  const silent = !lines.some(({ role }) => role === 'user')
  const outcome = broke ? 'failed' : silent ? 'no_conversation' : (outcomes[reason] ?? 'completed')
  const lasted = `${Math.round(durationMs / 1000)} s`
  const text = `The caller spoke ${times('user')} and the agent ${times('assistant')}; the call ended after ${lasted} (${reason}).`
  const why = broke
    ? 'The call broke before its end.'
    : silent
      ? 'The caller said nothing.'
      : 'No model has read the call, so that it cannot be told.'
  const failed = broke || silent
  return {
    success: failed ? false : null,
    words: { text, outcome, next_step: null, notes: null, reason: why, next_steps: [] },
    score: rubric !== null && failed ? scales[rubric].worst : null,
  }
}
