import type { EventContent } from '#generated/events.gen.ts'
import type { CallDetails } from '#generated/openapi.gen.ts'
import type { LoggedEvent } from './event-text.ts'

export type CallConclusion = Pick<CallDetails, 'summary' | 'disposition' | 'analysis'>

/** What was said of a call after it (SRS 7.4.1, 7.7.5, FR-G3); null where nothing was, or where its words were erased. */
export function callConclusion(log: readonly LoggedEvent[]): CallConclusion {
  let told: CallConclusion = { summary: null, disposition: null, analysis: null }
  for (const { event, content } of log) {
    if (event.event_type === 'call.summarized' && content !== undefined) {
      const { text, outcome, next_step, notes, reason, next_steps } = content as EventContent['call.summarized']
      told = {
        summary: { outcome, nextStep: next_step, notes, method: event.data.method },
        disposition: { success: event.data.success, reason, nextSteps: [...next_steps] },
        analysis: { structuredData: null, successEvaluation: null, ...told.analysis, summary: text },
      }
    }
    if (event.event_type === 'call.evaluated') {
      const { rubric, score, method } = event.data
      const reason = content === undefined ? {} : { reason: (content as EventContent['call.evaluated']).text }
      const successEvaluation = { rubric, score, method, ...reason }
      told = { ...told, analysis: { summary: null, structuredData: null, ...told.analysis, successEvaluation } }
    }
  }
  return told
}
