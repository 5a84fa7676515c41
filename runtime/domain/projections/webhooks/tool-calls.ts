import type { ToolCallReport } from '#generated/openapi.gen.ts'
import { argumentsOf, type LoggedEvent, resultOf } from '../event-text.ts'

/** Properties that a report shows of arguments and results at the most (`ToolCallReport`). */
const MOST_PROPERTIES = 256

/** What was asked for under this id; undefined where the log does not say. */
export const requestOf = (log: readonly LoggedEvent[], toolCallId: string): LoggedEvent | undefined =>
  log.find(({ event }) => event.event_type === 'action.requested' && event.data.tool_call_id === toolCallId)

/** One use of a tool and what came of it (SRS 7.8), from `action.completed` or `action.failed` and what was asked for. */
export function toolCallReport({ event, content }: LoggedEvent, request: LoggedEvent | undefined): ToolCallReport {
  if (event.event_type !== 'action.completed' && event.event_type !== 'action.failed')
    throw new TypeError(`${event.event_type} is no end of an action`)
  const args = argumentsOf(request?.content)
  const latencyMs = event.latency_ms ?? 0
  return {
    name: event.data.name,
    // The agent waits for every tool so far.
    blocking: true,
    ok: event.event_type === 'action.completed',
    latencyMs,
    httpStatus: event.data.http_status ?? null,
    startedAt: request?.event.ts ?? new Date(Date.parse(event.ts) - latencyMs).toISOString(),
    endedAt: event.ts,
    ...(args !== undefined && fits(args) && { args }),
    resultSummary: objectOrNull(resultOf(content)?.result),
    ...(event.event_type === 'action.failed' && { error: event.data.class }),
  }
}

/** Every use of a tool that came to an end, oldest first. */
export const toolCallReports = (log: readonly LoggedEvent[]): ToolCallReport[] =>
  log.flatMap((logged) => {
    const { event } = logged
    if (event.event_type !== 'action.completed' && event.event_type !== 'action.failed') return []
    return [toolCallReport(logged, requestOf(log, event.data.tool_call_id))]
  })

const fits = (value: object): value is Record<string, unknown> =>
  !Array.isArray(value) && Object.keys(value).length <= MOST_PROPERTIES

const objectOrNull = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && fits(value) ? value : null
