import { expect, test } from 'vitest'
import { playCall } from '#runtime/sessions/testing/play-call.ts'

const say = (text: string, interrupt = false) => ({ command: 'say', text, interrupt }) as const
const typesOf = ({ log }: Awaited<ReturnType<typeof playCall>>): string[] =>
  log.map(({ event }) => event.event_type).filter((type) => type !== 'usage.recorded')
const commandsIn = ({ log }: Awaited<ReturnType<typeof playCall>>) =>
  log.filter(({ event }) => event.event_type.startsWith('control.'))

test('a hang-up ends the call at once; the log has the command before its end and what came of it behind it (OBS-00 5)', async () => {
  const call = await playCall({ commands: [[2_000, { command: 'call.hangup' }]], ends: [[3_000, 'caller_hangup']] })
  expect(typesOf(call).slice(-4)).toEqual([
    'control.command_received',
    'session.state_changed',
    'call.ended',
    'control.command_applied',
  ])
  const [came, done] = commandsIn(call)
  expect(came!.event).toMatchObject({
    correlation_id: 'cmd_1',
    data: { command: 'call.hangup', requested_by: 'key_1' },
  })
  expect(done!.event).toMatchObject({
    ...{ correlation_id: 'cmd_1', latency_ms: 0, severity: 'info' },
    data: { command: 'call.hangup', result: 'applied', debug: false },
  })
  expect(call.log.find(({ event }) => event.event_type === 'call.ended')?.event.data).toMatchObject({
    reason: 'agent_hangup',
    duration_ms: 2_000,
  })
  expect(call.replies).toEqual([{ result: 'applied', correlationId: 'cmd_1', seq: done!.event.seq, latencyMs: 0 }])
})

test('what a command waited on its way counts', async () => {
  const call = await playCall({ commands: [[2_000, { command: 'call.hangup' }, 41.3]] })
  expect(commandsIn(call)[1]!.event.latency_ms).toBe(41.3)
})

test('a call that is cancelled ends as that', async () => {
  const { log } = await playCall({ commands: [[2_000, { command: 'call.cancel' }]] })
  expect(log.find(({ event }) => event.event_type === 'call.ended')?.event.data).toMatchObject({ reason: 'cancelled' })
})

test('what is to be said is said at once where nobody speaks, as a turn of the agent, and the model knows of it', async () => {
  const call = await playCall({
    commands: [[2_000, say('One moment please.')]],
    acts: [[5_000, (it) => it.type('hello')]],
    llm: ['Hi.'],
  })
  const [came, done] = commandsIn(call)
  expect(came).toMatchObject({
    content: { text: 'One moment please.' },
    event: { data: { text_length: 18, interrupt: false } },
  })
  const turn = call.log.find(({ event }) => event.event_type === 'turn.started')
  expect(turn?.event).toMatchObject({ data: { initiator: 'agent' }, seq: came!.event.seq + 1 })
  expect(done!.event).toMatchObject({ data: { result: 'applied' } })
  const stopped = call.log.find(({ event }) => event.event_type === 'tts.stopped')
  expect(stopped).toMatchObject({
    content: { text_heard: 'One moment please.' },
    event: { data: { cause: 'completed' } },
  })
  expect(call.requests[0]?.messages).toContainEqual(
    expect.objectContaining({ role: 'assistant', content: 'One moment please.' }),
  )
})

test('it waits for the agent and for the caller, and what is wanted comes in its order', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Namaste, this is a greeting.' },
    voice: [[2_500, 4_000]],
    asr: { words: [[3_800, { final: 'hello there' }]] },
    llm: ['Hi.'],
    commands: [
      [100, say('First.')],
      [200, say('Second.')],
    ],
    ends: [[15_000, 'caller_hangup']],
  })
  const said = call.log.flatMap(({ event, content }) =>
    event.event_type === 'tts.stopped' ? [(content as { text: string }).text] : [],
  )
  expect(said.filter((text) => text !== 'Hi.')).toEqual(['Namaste, this is a greeting.', 'First.', 'Second.'])
})

test('with "interrupt" the agent falls silent first', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Namaste, this is a greeting that goes on for quite a while.' },
    commands: [[1_000, say('Stop.', true)]],
  })
  const stopped = call.log.flatMap(({ event }) => (event.event_type === 'tts.stopped' ? [event.data.cause] : []))
  expect(stopped).toEqual(['barge_in', 'completed'])
})

test('what the guardrails block, what comes before consent and one text too many are refused, and the log says so', async () => {
  const guardrails = { instructions: [], blockedPhrases: ['guaranteed returns'], blockedReply: null }
  const blocked = await playCall({ agent: { guardrails }, commands: [[1_000, say('Guaranteed returns!')]] })
  expect(blocked.replies).toEqual([expect.objectContaining({ result: 'refused', code: 'conflict' })])
  expect(commandsIn(blocked)[1]!.event).toMatchObject({
    severity: 'warn',
    data: { result: 'refused', refusal: 'conflict' },
  })
  expect(typesOf(blocked)).not.toContain('tts.started')

  const early = await playCall({
    agent: { consent: { prompt: 'This call is recorded.' } },
    commands: [[100, say('Hello.')]],
  })
  expect(early.replies).toEqual([expect.objectContaining({ detail: 'The consent prompt has not been heard yet.' })])

  const speaking = { firstMessage: 'Namaste, this is a greeting that goes on for quite a while.' }
  const many = await playCall({
    agent: speaking,
    commands: Array.from({ length: 9 }, (_, i) => [200, say(`Text ${i}.`)] as const),
    ends: [[1_000, 'caller_hangup']],
  })
  expect(many.replies.map(({ result }) => result)).toEqual([...Array(8).fill('applied'), 'refused'])
})

test('debug events come each second while they are on, count what goes through and hold no word (OBS-00 5)', async () => {
  const toggle = (enabled: boolean) => ({ command: 'pipeline.debug_toggle', enabled }) as const
  const call = await playCall({
    agent: { firstMessage: 'Namaste, this is Invorto. How can I help you today?' },
    voice: [[2_700, 4_200]],
    asr: { words: [[3_300, { partial: 'secret words' }]] },
    commands: [
      [500, toggle(true)],
      [600, toggle(true)],
      [4_600, toggle(false)],
      [5_000, toggle(false)],
    ],
  })
  const results = commandsIn(call).flatMap(({ event }) =>
    event.event_type === 'control.command_applied' ? [event.data] : [],
  )
  expect(results.map(({ result, debug }) => [result, debug])).toEqual([
    ['applied', true],
    ['unchanged', true],
    ['applied', false],
    ['unchanged', false],
  ])
  const debugs = call.log.flatMap(({ event, content }) =>
    event.event_type === 'pipeline.debug' ? [{ event, content }] : [],
  )
  expect(debugs.map(({ event }) => event.severity)).toEqual(['debug', 'debug', 'debug', 'debug'])
  expect(debugs.every(({ content }) => content === undefined)).toBe(true)
  expect(debugs.map(({ event }) => event.data.frames_in)).toEqual([50, 50, 50, 50])
  expect(debugs[0]!.event.data).toMatchObject({
    span_ms: 1_000,
    agent_phase: 'replying',
    speaking: true,
    caller_phase: 'quiet',
  })
  expect(debugs[0]!.event.data.frames_out).toBeGreaterThan(20)
  expect(debugs[2]!.event.data).toMatchObject({ caller_phase: 'speaking', frames_out: 0 })
  expect(debugs[2]!.event.data.loudest_dbfs).toBeGreaterThan(-45)
  expect(JSON.stringify(debugs)).not.toContain('secret')
})
