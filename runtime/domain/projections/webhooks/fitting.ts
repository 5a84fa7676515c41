import type { AgentSummaryPayload, AgentToolCallPayload, ToolCallReport } from '#generated/openapi.gen.ts'
import type { AnyWebhookPayload } from '#generated/webhooks.gen.ts'
import { noLinks } from './agent-summary.ts'

/** No body of a webhook is longer, in bytes (`OmittedOfSummary`, `OmittedOfToolCall`). */
export const maxWebhookBytes = 256 * 1024
/** Links are made anew for each try: what is left out does not hang on how long they are, so they count with all they may have. */
const LINKS_BYTES = 6 * 4_096

/** What can be left out of a payload, in this order, until it is short enough. */
type Steps<P extends { omitted?: readonly string[] }> = readonly {
  readonly omitted: NonNullable<P['omitted']>[number]
  readonly without: (payload: P) => P
}[]

const ofToolCall: Steps<AgentToolCallPayload> = [
  { omitted: 'args', without: ({ args: _, ...rest }) => rest },
  { omitted: 'resultSummary', without: ({ resultSummary: _, ...rest }) => rest },
]

const ofSummary: Steps<AgentSummaryPayload> = [
  { omitted: 'artifact', without: ({ artifact: _, ...rest }) => rest },
  { omitted: 'toolCalls.resultSummary', without: eachUse(({ resultSummary: _, ...rest }) => rest) },
  { omitted: 'toolCalls.args', without: eachUse(({ args: _, ...rest }) => rest) },
  { omitted: 'toolCalls', without: ({ toolCalls: _, ...rest }) => rest },
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
    omitted.push(step.omitted)
    payload = { ...step.without(payload), omitted }
  }
  return payload
}

function eachUse(without: (use: ToolCallReport) => ToolCallReport) {
  return (payload: AgentSummaryPayload): AgentSummaryPayload =>
    payload.toolCalls === undefined ? payload : { ...payload, toolCalls: payload.toolCalls.map(without) }
}

const bytesOf = (payload: AgentToolCallPayload | AgentSummaryPayload): number =>
  payload.type === 'agent.summary'
    ? Buffer.byteLength(JSON.stringify({ ...payload, artifacts: noLinks })) + LINKS_BYTES
    : Buffer.byteLength(JSON.stringify(payload))
