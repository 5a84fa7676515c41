import type { Agent } from '#generated/openapi.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { conclude } from '#runtime/sessions/finishing/conclude.ts'
import { reckonCost } from '#runtime/sessions/finishing/reckon-cost.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import { readLog, readWhole } from '#runtime/sessions/log/call-reader.ts'
import { memoryStore } from './memory-store.ts'
import { callId, type PlayedCall, tenantId } from './play-call.ts'
import { recordingBus } from './recording-bus.ts'
import { type LlmAnswer, ScriptedLlm } from './scripted-llm.ts'

/** A conclusion as the model gives it. */
export const conclusionAnswer = (differences: object = {}): string =>
  JSON.stringify({
    summary: 'The caller asked for plans.',
    outcome: 'information_given',
    next_step: null,
    notes: 'Wants the price.',
    success: true,
    reason: 'The plans were named.',
    next_steps: ['Send the price list'],
    score: 4,
    ...differences,
  })

/** Summary, score and cost of a call that was played: what was asked, the store, and the events that were appended. */
export async function afterCall(
  { log: played, stored }: Pick<PlayedCall, 'log' | 'stored'>,
  { agent = {}, answer = conclusionAnswer() }: { agent?: Partial<Agent>; answer?: LlmAnswer } = {},
) {
  const clock = new VirtualClock(Date.parse(played.at(-1)!.event.ts))
  const store = memoryStore([])
  await store.events.append(tenantId, { sessionId: callId, events: played.map(({ event }) => event), content: [] })
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const content = stored.flatMap(({ event, sealed }) => (sealed === null ? [] : [{ seq: event.seq, sealed }]))
  store.events.seal(tenantId, callId, content)
  const bus = recordingBus()
  const last = played.length
  const log = new CallLog(
    { clock, bus, events: store.events, sealer, checks: everyCheck(), onTrouble: () => {} },
    ...([tenantId, callId, { lastSeq: last }] as const),
  )
  const llm = new ScriptedLlm(clock, [answer])
  const faults: unknown[] = []
  const ports = { store, sealer, llm, clock, onFault: (error: unknown) => void faults.push(error) }
  const finish = async (): Promise<readonly LoggedEvent[]> => {
    const logged = await readWhole(ports, tenantId, callId)
    const call = { tenantId, callId, attempt: 0, last: false, agent: sampleAgent(agent), logged, log }
    const steps = conclude(ports, call).then(() => reckonCost(ports, call))
    await clock.advance(60_000)
    await steps
    return await readLog(ports, tenantId, callId, { after: last, limit: 100 })
  }
  return { events: await finish(), again: finish, store, requests: llm.requests, faults, armed: clock.armed }
}
