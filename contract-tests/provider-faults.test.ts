import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Failure } from '#simulators/faults/fault.ts'
import { Ear } from '#simulators/speech/ear.ts'
import { pause, sayText } from '#simulators/speech/voice.ts'
import { Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const GREETING = 'Hello there, this is one long sentence of a greeting.'
const QUESTION = 'one two three four five six seven eight nine ten'
const RATE = 16_000

let stage: Stage
let count = 0
beforeAll(async () => {
  stage = await setStage({}, 'rules: []\nfallback: "You said {words}."')
  // A summary would ask the model too, and meet its fault.
  const plain = { prompt: 'p', apology: 'Sorry.', summary: { enabled: false } }
  const agent = (name: string, more = {}) =>
    stage.rest.call('createAgent', { body: { name, externalId: name, ...plain, ...more } })
  await agent('desk')
  await agent('greeter', { firstMessage: GREETING })
})
afterAll(() => stage.strike())
afterEach(() => {
  for (const plan of Object.values(stage.simulators.faults)) plan.clear()
})

async function call(agentId: string): Promise<Speaker & { callId: string }> {
  const callId = `fault-${++count}`
  const caller = new Speaker({ url: stage.platform.url, apiKey: stage.platform.apiKey, callId, agentId }, RATE)
  await caller.call()
  return Object.assign(caller, { callId })
}

type Entry = Record<string, unknown> & { type: string }
async function logOf(callId: string): Promise<Entry[]> {
  await until('the end is stored', async () => {
    return (await stage.rest.call('getCall', { path: { callId } })).body.status === 'ended'
  })
  return (await stage.rest.call('getCallTimeline', { path: { callId } })).body.data
}

const spoken = (text: string): Int16Array => Int16Array.from([...sayText(text, RATE), ...pause(200, RATE)])
const strike = (simulator: 'listen' | 'speak' | 'chat', failure: Failure): void =>
  stage.simulators.faults[simulator].set({ failure })
const wordsOf = (caller: Speaker): string =>
  caller
    .all('stt.final')
    .map(({ text }) => text.toLowerCase().replace(/[.?,]/g, ''))
    .join(' ')

test.each<[string, Failure]>([
  ['is cut in the middle of an utterance', { kind: 'disconnect_midway', afterChunks: 4 }],
  ['fails in the middle of an utterance', { kind: 'error_midway', afterChunks: 3 }],
  ['talks garbage', { kind: 'garbage', afterChunks: 2 }],
  ['is cut twice', { kind: 'disconnect_midway', afterChunks: 2, times: 2 }],
  ['stalls in the middle of an utterance', { kind: 'stall_midway', afterChunks: 3 }],
  ['repeats itself for ever', { kind: 'endless', afterChunks: 3 }],
  ['is refused at the start', { kind: '500' }],
])('a transcriber that %s: the whole transcript is right, once, and answered', async (_what, failure) => {
  strike('listen', failure)
  const caller = await call('desk')
  caller.say(spoken(QUESTION))
  const answer = await caller.got('tts.stopped')
  expect(wordsOf(caller)).toBe(QUESTION)
  expect(answer.textHeard).toBe('You said one two three four five six seven eight.')
  await caller.hangUp()
  const log = await logOf(caller.callId)
  const [failed] = log.filter(({ type }) => type === 'provider.request_failed')
  const [recovered] = log.filter(({ type }) => type === 'provider.recovered')
  expect(failed).toMatchObject({ service: 'asr', provider: 'deepgram', attempt: 1 })
  expect(recovered).toMatchObject({ service: 'asr', provider: 'deepgram' })
})

test.each<[string, Failure]>([
  ['is cut in the middle of a sentence', { kind: 'disconnect_midway', afterChunks: 15 }],
  ['fails in the middle of a sentence', { kind: 'error_midway', afterChunks: 7 }],
  ['talks garbage', { kind: 'garbage', afterChunks: 9 }],
  ['stalls in the middle of a sentence', { kind: 'stall_midway', afterChunks: 18 }],
  ['is refused', { kind: '500' }],
  ['is cut before its first word', { kind: 'connect_refused' }],
])('a voice that %s: the sentence is heard to its end, every sample of it once', async (_what, failure) => {
  strike('speak', failure)
  const caller = await call('greeter')
  const said = await caller.got('tts.stopped')
  expect(said).toMatchObject({ cause: 'completed', textHeard: GREETING })
  const ear = new Ear(RATE)
  ear.push(caller.heard(said.utteranceId))
  expect([ear.text, ear.flaws]).toEqual([GREETING, []])
  await caller.hangUp()
})

test.each<[string, Failure, string[]]>([
  ['is too busy', { kind: '429', retryAfterMs: 300 }, ['provider.rate_limited']],
  ['fails', { kind: '500' }, []],
  ['cannot be reached', { kind: 'connect_refused' }, []],
  ['is silent', { kind: 'stall' }, []],
])('a model that %s is asked once more, and answers', async (_what, failure, more) => {
  strike('chat', failure)
  const caller = await call('desk')
  caller.say(spoken('hello there'))
  expect((await caller.got('tts.stopped')).textHeard).toBe('You said hello there.')
  await caller.hangUp()
  const types = (await logOf(caller.callId)).map(({ type }) => type).filter((type) => type.startsWith('provider.'))
  expect(types).toEqual([...more, 'provider.request_failed', 'provider.retry_scheduled', 'provider.recovered'])
})

test('a model that fails after its first words is not asked again: what was said is heard, then the apology', async () => {
  strike('chat', { kind: 'disconnect_midway', afterChunks: 6 })
  const caller = await call('desk')
  caller.say(spoken('hello there'))
  const { code } = await caller.closed
  expect(code).toBe(4503)
  const heard = caller.all('tts.stopped')
  expect(heard.at(-1)).toMatchObject({ cause: 'completed', textHeard: 'Sorry.' })
  expect(caller.all('error').at(-1)).toMatchObject({ code: 'provider_unavailable', fatal: true })
})

// The last: it leaves the breakers open.
test('when all is down calls end cleanly, then new ones are refused at once, until one succeeds', async () => {
  for (const name of ['listen', 'speak', 'chat'] as const) strike(name, { kind: 'connect_refused', times: 'always' })
  for (let calls = 0; calls < 3; calls++) {
    const caller = await call('greeter')
    expect((await caller.closed).code).toBe(4503)
  }
  const begun = performance.now()
  const refused = await call('greeter')
  expect((await refused.closed).code).toBe(4503)
  expect(performance.now() - begun).toBeLessThan(1_000)
  expect(refused.all('error')[0]).toMatchObject({ code: 'provider_unavailable', fatal: true })
  expect(refused.all('error')[0]?.message).toMatch(/failed too often. Try again in \d+ s/)
  expect(refused.all('end')).toEqual([])
  const { status, body } = await stage.rest.as(undefined).call('getReadiness')
  expect([status, body.status]).toEqual([200, 'ready'])
  expect(body.checks.filter(({ ok }: { ok: boolean }) => !ok)).not.toEqual([])
  for (const plan of Object.values(stage.simulators.faults)) plan.clear()
  await until(
    'a call that is heard',
    async () => {
      const caller = await call('greeter')
      const end = await Promise.race([caller.got('tts.stopped'), caller.closed])
      if ('code' in end) return false
      await caller.hangUp()
      return end.textHeard === GREETING
    },
    40_000,
  )
}, 90_000)
