import assert from 'node:assert/strict'
import { type CallEvent, checkEvent } from '#generated/events.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import { contentPlace } from '#runtime/sessions/log/call-log.ts'

export type LinkMessage =
  | { readonly kind: 'event'; readonly logged: LoggedEvent }
  | { readonly kind: 'delta' | 'fault'; readonly text: string }
  | { readonly kind: 'audio'; readonly frame: Buffer }
  | { readonly kind: 'close' }

/** What a call left behind, wherever that can be seen. */
export interface JudgedCall {
  readonly callId: string
  readonly log: readonly LoggedEvent[]
  readonly published: readonly CallEvent[]
  readonly stored: readonly StoredEvent[]
  /** What the caller's link was told, and when. */
  readonly link: readonly (readonly [Millis, LinkMessage])[]
}

const OF_TURNS = new Set([
  'ux.recoverable_error_message',
  'turn.started',
  'endpointing.delay_applied',
  'stt.partial',
  'stt.final',
  'stt.rejected',
  'guardrail.blocked',
  'consent.prompted',
  'consent.completed',
  'text.received',
  'ux.delay_acknowledged',
])

/** Rules that hold for every call, whatever is said in it and whatever breaks. */
export function checkCall(call: JudgedCall, sealer: Sealer): void {
  const { log, published, stored, link, callId } = call
  const events = log.map(({ event }) => event)
  checkOrder(events)
  checkUtterances(events)
  checkTools(events)
  for (const { event, content } of log) {
    const whole = content === undefined ? event : ({ ...event, content } as CallEvent)
    assert.equal(checkEvent(whole), null, `${event.event_type} breaks the contract`)
    assert.equal(event.session_id, callId)
    if (OF_TURNS.has(event.event_type) || /^(llm|tts|barge_in|action)\./.test(event.event_type))
      assert.match(event.correlation_id, /^turn_\d+$/)
    else if (event.event_type === 'usage.recorded') assert.match(event.correlation_id, /^(turn_\d+|c_\w+)$/)
    else if (event.event_type === 'dtmf.received') assert.match(event.correlation_id, /^turn_\d+$|^c_/)
    else if (event.event_type.startsWith('control.')) assert.match(event.correlation_id, /^cmd_\d+$/)
    else assert.equal(event.correlation_id, callId)
    for (const word of textsIn(content).flatMap((text) => text.split(' ')))
      if (word.length > 3) assert.ok(!JSON.stringify(event).includes(word), `${event.event_type} says "${word}"`)
  }
  assert.deepEqual(published, events, 'what was published is the log, without words')
  assert.deepEqual(
    stored.map(({ event }) => event),
    events,
    'what was published is stored, once and in order',
  )
  assert.deepEqual(
    stored.map(({ event, sealed }) => sealed && sealer.open(sealed, contentPlace(callId, event.seq))),
    log.map(({ content }) => content ?? null),
    'content opens at its place',
  )
  const after = link.slice(link.findIndex(([, { kind }]) => kind === 'close') + 1)
  const told = after.map(([, message]) => (message.kind === 'event' ? message.logged.event.event_type : message.kind))
  assert.deepEqual(
    [...new Set(told)].filter((type) => type !== 'control.command_applied'),
    [],
    'nothing is told after the close',
  )
  assert.equal(link.filter(([, { kind }]) => kind === 'close').length, 1)
}

/** Every text in it, however deep. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values((value ?? {}) as object).flatMap(textsIn)

/** Every tool that was asked for is answered once, before the call ends. */
function checkTools(events: readonly CallEvent[]): void {
  const open = new Set<string>()
  for (const event of events) {
    if (event.event_type === 'action.requested') open.add(event.data.tool_call_id)
    if (event.event_type === 'action.completed' || event.event_type === 'action.failed')
      assert.ok(open.delete(event.data.tool_call_id), `${event.data.name} is answered twice, or was never asked`)
  }
  assert.deepEqual([...open], [], 'every tool is answered')
}

export function checkOrder(events: readonly CallEvent[]): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, i) => i + 1),
    'seq has no gap',
  )
  assert.deepEqual(
    events.map(({ ts }) => ts),
    events.map(({ ts }) => ts).toSorted(),
    'ts never goes back',
  )
  assert.equal(events[0]?.event_type, 'call.started')
  // A command that ended the call is done when it has.
  const last = events.at(-1)?.event_type === 'control.command_applied' ? events.at(-2) : events.at(-1)
  assert.equal(last, events.find(({ event_type }) => event_type === 'call.ended') ?? null)
}

/** Each utterance begins once (or goes on after a barge-in), and ends once before the next begins. */
function checkUtterances(events: readonly CallEvent[]): void {
  let speaking: string | null = null
  let held = false
  const ended = new Set<string>()
  for (const [i, event] of events.entries()) {
    if (event.event_type === 'tts.started') {
      const { utterance_id } = event.data
      assert.ok(!ended.has(utterance_id), `${utterance_id} speaks after its end`)
      if (speaking === null) assert.equal(event.data.from_ms, undefined)
      else assert.ok(held && speaking === utterance_id, `${utterance_id} begins over ${speaking}`)
      speaking = utterance_id
      held = false
    }
    if (event.event_type === 'barge_in.detected') {
      assert.equal(event.data.utterance_id, speaking)
      assert.ok(!held, 'what is silent is not cut again')
      held = true
    }
    if (event.event_type === 'tts.stopped') {
      const { utterance_id, cause } = event.data
      assert.equal(utterance_id, speaking)
      const ending = events.slice(i + 1).every(({ event_type }) => !/^(stt|llm|tts|turn)\./.test(event_type))
      if (cause === 'barge_in')
        assert.ok(held || ending, 'the client is told to stop before the utterance ends, or the call ends')
      if (cause === 'completed') assert.ok(!held)
      ended.add(utterance_id)
      speaking = null
      held = false
    }
  }
  assert.equal(speaking, null, `${speaking} never ended`)
}
