import type { CallEvent, EventOf } from '#generated/events.gen.ts'
import { keptLines } from '#runtime/domain/costs/call-usage.ts'
import { costOf } from '#runtime/domain/costs/cost.ts'
import { browserTransport, costRecord, loggedUsage } from '#runtime/domain/costs/logged-usage.ts'
import type { Store } from '#runtime/ports/store.ts'
import { readEvents } from '#runtime/sessions/log/call-reader.ts'
import type { EndedCall } from './finish-step.ts'

/**
 * What the call cost, from what its log says was used, at the rates and the exchange rate in force when it began (SRS 9,
 * FR-D5). `cost.computed` says how; once it is in the log, no later rate changes it.
 */
export async function reckonCost({ store }: { store: Store }, call: EndedCall): Promise<void> {
  const { tenantId, callId, logged } = call
  // What the steps before this one said counts as far as it is stored: the cost is what the log adds up to.
  const later = await readEvents(store, tenantId, callId, logged.at(-1)?.event.seq ?? 0)
  const events = [...logged.map(({ event }) => event), ...later]
  const computed = events.find((event) => event.event_type === 'cost.computed') ?? (await compute(store, call, events))
  const total = BigInt(computed.data.total_micro_inr)
  await store.costs.keep(tenantId, callId, { lines: keptLines(computed.data), totalMicroInr: total, at: computed.ts })
}

async function compute(store: Store, call: EndedCall, before: CallEvent[]): Promise<EventOf<'cost.computed'>> {
  const { tenantId, log } = call
  const events = [...before, ...transport(call, before)]
  const at = events[0]?.ts ?? new Date(0).toISOString()
  const [rates, fx] = await Promise.all([store.rates.inForce(tenantId, at), store.rates.fx(at)])
  const cost = costOf(loggedUsage(events), rates, fx, at)
  const { event } = log.append('cost.computed', { data: costRecord(cost, fx) })
  await log.flush()
  return event as EventOf<'cost.computed'>
}

/** How long the line was up: known when the call has ended. */
function transport({ log }: EndedCall, events: readonly CallEvent[]): CallEvent[] {
  const end = events.find((event) => event.event_type === 'call.ended')
  const known = events.some((event) => event.event_type === 'usage.recorded' && event.data.service === 'transport')
  if (known || end === undefined || end.data.duration_ms === 0) return []
  const quantity = end.data.duration_ms / 1000
  const data = { service: 'transport', unit: 'seconds', quantity, total: quantity, estimated: false } as const
  return [log.append('usage.recorded', { provider: { name: browserTransport }, data }).event]
}
