import assert from 'node:assert/strict'
import type { CallEvent } from '#generated/events.gen.ts'
import { checkEvent } from '#generated/events.gen.ts'
import { eventNames } from '#generated/names.gen.ts'

/** Types that belong to a turn, so that their `correlation_id` is one (OBS-00 3.9.1). */
const ofTurns: readonly string[] = [
  'turn.started',
  'stt.final',
  'endpointing.delay_applied',
  'llm.request',
  'llm.first_token',
  'llm.response',
  'tts.started',
  'tts.stopped',
]
const commands: readonly string[] = ['control.command_received', 'control.command_applied']
/** Types that always say how long something took (OBS-00 3.9.2); words do where they were asked for. */
const timed: readonly string[] = ['llm.response', 'tts.stopped', 'provider.retry_scheduled', 'control.command_applied']

/** Holds a whole log, as it was read back, against OBS-00 2.1, 3.9.1, 3.9.2 and 4; throws at the first fault. */
export function judgeLog(sessionId: string, log: readonly CallEvent[]): void {
  const of = (event: CallEvent): string => `${event.seq} ${event.event_type} of ${sessionId}`
  const turns = new Map<string, number>()
  const given = new Map<string, string[]>()
  for (const [index, event] of log.entries()) {
    assert.equal(event.seq, index + 1, `${of(event)} leaves a gap`)
    assert.equal(event.session_id, sessionId, `${of(event)} is of another session`)
    assert.equal(event.component, eventNames[event.event_type].component, `${of(event)} is of another component`)
    assert.equal(checkEvent(event), null, `${of(event)} breaks the contract`)
    const { contains_pii: contains, fields, handling } = event.pii
    assert.equal(contains, fields.length > 0, `${of(event)} declares personal data wrongly`)
    assert.equal(contains, handling !== 'none', `${of(event)} handles personal data wrongly`)
    if (timed.includes(event.event_type)) assert.notEqual(event.latency_ms, undefined, `${of(event)} took no time`)
    const { correlation_id: id } = event
    if (event.event_type === 'turn.started') turns.set(id, (turns.get(id) ?? 0) + 1)
    if (ofTurns.includes(event.event_type)) assert.ok(turns.has(id), `${of(event)} belongs to no turn: ${id}`)
    if (commands.includes(event.event_type)) given.set(id, [...(given.get(id) ?? []), event.event_type])
  }
  for (const [id, times] of turns) assert.equal(times, 1, `two turns of ${sessionId} are called ${id}`)
  for (const [id, told] of given) {
    assert.deepEqual(told, commands, `the command ${id} of ${sessionId}`)
    assert.ok(!turns.has(id) && id !== sessionId, `the command ${id} of ${sessionId} is called as something else`)
  }
}
