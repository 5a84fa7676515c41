import type { CallEvent } from '#generated/events.gen.ts'
import { callRemainder, remainderTypes } from '#runtime/domain/projections/call-remainder.ts'
import type { Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { wantedConclusion } from './conclude.ts'
import type { EndedCall } from './finish-step.ts'

/** More than a log ever says of what follows a call, also where two said the same. */
const MOST_SAID = 200
/** Who else appends to the log of a call that is over does so seldom: one of these tries is heard. */
const TRIES = 5

/**
 * Says in the log of a call that what follows it is done, or what is missing where it is waited for no longer (SRS 7.4.1):
 * once a call, by whoever has claimed it. False while something is missing and waited for.
 */
export async function tellFinished(
  ports: Omit<CallLogPorts, 'events'> & { readonly store: Store },
  call: EndedCall,
  waiting: 'for more' | 'no longer',
): Promise<boolean> {
  const { tenantId, callId } = call
  const { events } = ports.store
  let { log } = call
  for (let tries = 0; ; tries += 1) {
    const said = await whatIsSaid(events, tenantId, callId)
    if (said.some(({ event_type }) => event_type === 'call.finished')) return true
    const missing = callRemainder(said, wantedAfter(call))
    if (missing.length > 0 && waiting === 'for more') return false
    if (tries === TRIES) throw new Error(`the log of ${callId} is appended to by others`)
    // Of two that append at once one is not heard: then it is said again, after what the other said.
    if (tries > 0) {
      log = new CallLog({ ...ports, events }, tenantId, callId, {
        ...{ attempt: call.attempt, lastSeq: await events.lastSeq(tenantId, callId) },
      })
    }
    log.append('call.finished', { data: { complete: missing.length === 0, missing } })
    await log.flush()
    if (log.lost) return false
  }
}

async function whatIsSaid(events: Store['events'], tenantId: string, callId: string): Promise<CallEvent[]> {
  return (await events.ofTypes(tenantId, callId, remainderTypes, MOST_SAID)).map(({ event }) => event)
}

/** What is asked of what follows the call. */
export function wantedAfter({ agent, logged }: EndedCall) {
  const answered = logged.some(({ event }) => event.event_type === 'call.answered')
  const { summary, rubric } = wantedConclusion(agent)
  return { recording: answered && (agent?.recording.enabled ?? false), summary, score: rubric !== null }
}
