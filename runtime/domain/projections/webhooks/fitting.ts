import type { AgentSummaryPayload, AgentToolCallPayload, ToolCallReport } from '#generated/openapi.gen.ts'
import type { AnyWebhookPayload } from '#generated/webhooks.gen.ts'
import { noLinks } from './agent-summary.ts'

/** No body of a webhook is longer, in bytes (`OmittedOfSummary`, `OmittedOfToolCall`). */
export const maxWebhookBytes = 256 * 1024
/** Links are made anew for each try: what is left out does not hang on how long they are, so they count with all they may have. */
const LINKS_BYTES = 6 * 4_096

/** What can be left out of a payload, in this order, until it is short enough; null where it has nothing of the kind. */
type Steps<P extends { omitted?: readonly string[] }> = readonly {
  readonly omitted: NonNullable<P['omitted']>[number]
  readonly without: (payload: P) => P | null
}[]

/** The tools' own words, which may be long. */
type Words = 'args' | 'resultSummary'

const ofToolCall: Steps<AgentToolCallPayload> = [
  { omitted: 'args', without: (payload) => (says(payload, 'args') ? mute(payload, 'args') : null) },
  {
    omitted: 'resultSummary',
    without: (payload) => (says(payload, 'resultSummary') ? mute(payload, 'resultSummary') : null),
  },
]

const ofSummary: Steps<AgentSummaryPayload> = [
  { omitted: 'artifact', without: ({ artifact, ...rest }) => (artifact === undefined ? null : rest) },
  { omitted: 'toolCalls.resultSummary', without: eachUse('resultSummary') },
  { omitted: 'toolCalls.args', without: eachUse('args') },
  { omitted: 'toolCalls', without: ({ toolCalls, ...rest }) => (toolCalls === undefined ? null : rest) },
]

/** The payload, or as much of it as a body may hold, with the names of what is missing. */
export function fitted(payload: AnyWebhookPayload): AnyWebhookPayload {
  if (payload.type === 'agent.summary') return shortened(payload, ofSummary)
  if (payload.type === 'agent.tool_call') return shortened(payload, ofToolCall)
  return payload
}

function shortened<P extends AgentToolCallPayload | AgentSummaryPayload>(whole: P, steps: Steps<P>): P {
  let payload = whole
  const omitted: string[] = []
  for (const step of steps) {
    if (bytesOf(payload) <= maxWebhookBytes) break
    const rest = step.without(payload)
    if (rest === null) continue
    omitted.push(step.omitted)
    payload = { ...rest, omitted }
  }
  return payload
}

/** Without these words of any use of a tool. */
function eachUse(words: Words) {
  return (payload: AgentSummaryPayload): AgentSummaryPayload | null =>
    payload.toolCalls?.some((use) => says(use, words))
      ? { ...payload, toolCalls: payload.toolCalls.map((use) => mute(use, words)) }
      : null
}

/** Null says that a tool failed: nothing is gained by leaving it out. */
const says = (use: ToolCallReport, words: Words): boolean => use[words] !== undefined && use[words] !== null

function mute<U extends ToolCallReport>(use: U, words: Words): U {
  const { [words]: _, ...rest } = use
  return rest as U
}

const bytesOf = (payload: AgentToolCallPayload | AgentSummaryPayload): number =>
  payload.type === 'agent.summary'
    ? Buffer.byteLength(JSON.stringify({ ...payload, artifacts: noLinks })) + LINKS_BYTES
    : Buffer.byteLength(JSON.stringify(payload))
