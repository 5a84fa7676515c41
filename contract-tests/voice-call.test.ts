import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Ear } from '#simulators/speech/ear.ts'
import { pause, sayText } from '#simulators/speech/voice.ts'
import { finishedCall } from './short-call.ts'
import { chainOf } from './socket.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
  const plain = { prompt: 'You sell plans.' }
  await stage.rest.call('createAgent', { body: { ...plain, name: 'Sales', externalId: 'sales' } })
  const greeting = { firstMessage: 'Hello there.', name: 'Greeter', externalId: 'greeter' }
  await stage.rest.call('createAgent', { body: { ...plain, ...greeting } })
})
afterAll(() => stage.strike())

const speaker = (callId: string, agentId: string, rate?: 8000 | 16000): Speaker =>
  new Speaker({ url: stage.platform.url, apiKey: stage.platform.apiKey, callId, agentId }, rate)

type Entry = Record<string, unknown> & { seq: number; type: string; mark?: string; text?: string }
async function timeline(callId: string): Promise<Entry[]> {
  await until('the end is stored', async () => {
    return (await stage.rest.call('getCall', { path: { callId } })).body.status === 'ended'
  })
  return (await stage.rest.call('getCallTimeline', { path: { callId } })).body.data
}

function heardText(pcm: Int16Array, rate: number): { text: string; flaws: number } {
  const ear = new Ear(rate)
  ear.push(pcm)
  return { text: ear.text, flaws: ear.flaws.length }
}

const PRICE = 'The starter plan is 999 rupees a month.'

describe('a call of two turns, the second over the agent', () => {
  let caller: Speaker
  let log: Entry[]
  beforeAll(async () => {
    caller = speaker('two-turns', 'sales')
    await caller.call()
    caller.say(await recording('what-are-your-plans'))
    const { utteranceId } = await caller.got('tts.started')
    await until('some of the answer is heard', () => caller.heard(utteranceId).length > 16_000 * 0.6)
    caller.say(await recording('no-wait-tell-me-the-price'))
    await caller.got('tts.stopped', 2)
    expect(await caller.hangUp()).toEqual({ code: 1000, problems: ['normal'], error: null })
    log = await timeline('two-turns')
  })

  test('is heard', () => {
    for (const message of caller.messages) stage.messages.judge(message)
    const finals = caller.all('stt.final').map(({ text }) => text.toLowerCase())
    expect(finals.join(' ')).toContain('what are your plans')
    expect(finals.join(' ')).toContain('tell me the price')
  })

  test('stops the agent, and says what of it was heard', () => {
    const [first] = caller.all('tts.started')
    expect(caller.all('control.bargein')[0]?.utteranceId).toBe(first!.utteranceId)
    const [cut] = caller.all('tts.stopped')
    expect(cut).toMatchObject({ utteranceId: first!.utteranceId, cause: 'barge_in', method: 'rate_estimate' })
    expect(cut!.textGenerated).toMatch(/^Sure, our plans start/)
    expect(cut!.textGenerated!.startsWith(cut!.textHeard!)).toBe(true)
    expect(cut!.textHeard!.length).toBeLessThan(cut!.textGenerated!.length)
  })

  test('is answered, word for word, with audio that came through whole', () => {
    const second = caller.all('tts.started')[1]!
    const stopped = { utteranceId: second.utteranceId, cause: 'completed', textGenerated: PRICE, textHeard: PRICE }
    expect(caller.all('tts.stopped')[1]).toMatchObject(stopped)
    const deltas = caller.all('llm.delta').filter(({ turnId }) => turnId === 'turn_2')
    expect(deltas.map(({ text }) => text).join('')).toBe(PRICE)
    expect(heardText(caller.heard(second.utteranceId), 16_000)).toEqual({ text: PRICE, flaws: 0 })
    expect(caller.heard('none').length).toBe(0)
  })

  test('tells the model what the caller heard, not what was generated', () => {
    const asked = stage.simulators.requests.openai.find(({ body }) =>
      JSON.stringify(body).includes('tell me the price'),
    )
    const { messages } = asked!.body as { messages: { role: string; content: string }[] }
    const told = messages.find(({ role }) => role === 'assistant')
    expect(told?.content).toBe(caller.all('tts.stopped')[0]!.textHeard)
  })

  test('has a log without a gap, in which each message of the socket stands at its number', () => {
    const chain = chainOf(caller.messages)
    expect(chain.map(({ prevSeq }) => prevSeq)).toEqual([0, ...chain.map(({ seq }) => seq).slice(0, -1)])
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    expect(chain.at(-1)!.seq).toBe(log.find(({ type }) => type === 'call.ended')!.seq)
    for (const { seq, text } of caller.all('stt.final')) {
      expect(log[seq! - 1]).toMatchObject({ type: 'stt.final', text })
    }
  })

  test('has a timeline that tells the story in order', () => {
    const story = log
      .map(({ type, mark }) => (mark ? `${type}:${mark}` : type))
      .filter((type) => type !== 'stt.partial')
    const inOrder = [
      ...['call.started', 'call.answered', 'turn.started', 'stt.final', 'endpointing.delay_applied', 'llm.request'],
      ...['llm.delta:first', 'tts.chunk:first', 'barge_in.detected', 'tts.chunk:last', 'endpointing.delay_applied'],
      ...['llm.request', 'tts.chunk:first', 'tts.chunk:last', 'call.ended'],
    ]
    let at = -1
    for (const type of inOrder) {
      at = story.indexOf(type, at + 1)
      expect([type, at >= 0]).toEqual([type, true])
    }
    expect(log.find(({ type }) => type === 'endpointing.delay_applied')!.waitMs).toBeGreaterThanOrEqual(220)
  })

  test('leaves a recording: what the caller said on the left, what was heard of the agent on the right', async () => {
    const recorded = await until('the recording', async () => {
      const { body } = await stage.rest.call('getCallArtifacts', { path: { callId: 'two-turns' } })
      return body.recording !== null && fetch(body.recording)
    })
    const { left, right, rate } = stereoOf(Buffer.from(await recorded.arrayBuffer()))
    expect(rate).toBe(16_000)
    const { durationSec } = (await stage.rest.call('getCall', { path: { callId: 'two-turns' } })).body
    expect(Math.abs(left.length / rate - durationSec)).toBeLessThan(0.3)
    const [said, heard] = [left, right].map((track) => {
      const ear = new Ear(rate)
      ear.push(track)
      return ear
    })
    expect(said!.utterances.map(({ text }) => text.toLowerCase())).toEqual([
      expect.stringContaining('what are your plans'),
      expect.stringContaining('tell me the price'),
    ])
    expect(said!.flaws).toEqual([])
    const [cut, answer] = heard!.utterances
    const { textHeard, textGenerated } = caller.all('tts.stopped')[0]!
    expect(textGenerated).toContain(cut!.text.replace(/_$/, ''))
    expect(Math.abs(cut!.text.length - textHeard!.length)).toBeLessThan(12)
    expect([cut!.whole, answer!.whole, answer!.text]).toEqual([false, true, PRICE])
    // The agent falls silent where the caller begins to speak over it.
    expect(Math.abs(said!.utterances[1]!.startMs - cut!.endMs)).toBeLessThan(300)
    expect(said!.utterances[1]!.endMs).toBeLessThan(answer!.startMs)
    expect(said!.utterances[0]!.endMs).toBeLessThan(cut!.startMs)
  })

  test('leaves a transcript with its words and metrics without them', async () => {
    await finishedCall(stage, 'two-turns')
    const { body } = await stage.rest.call('getCallArtifacts', { path: { callId: 'two-turns' } })
    const lines = linesOf(await (await fetch(body.transcript)).text()).map((line) => JSON.parse(line))
    expect(lines.map(({ role }) => role)).toEqual(expect.arrayContaining(['user', 'assistant']))
    expect(lines.at(-1)).toMatchObject({ role: 'assistant', message: PRICE })
    const metrics = linesOf(await (await fetch(body.metrics)).text())
    expect(metrics.length).toBeGreaterThan(5)
    expect(metrics.join()).not.toMatch(/starter|price|plans/i)
  })
})

function stereoOf(wav: Buffer): { left: Int16Array; right: Int16Array; rate: number } {
  expect([wav.toString('latin1', 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(40)]).toEqual([
    'RIFF',
    2,
    wav.length - 44,
  ])
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length))
  const track = (side: 0 | 1) => samples.filter((_, i) => i % 2 === side)
  return { left: track(0), right: track(1), rate: wav.readUInt32LE(24) }
}

const linesOf = (text: string): string[] => text.trim().split('\n')

describe('a call', () => {
  test('at 8 kHz begins with the agent, is heard and answered at that rate', async () => {
    const caller = speaker('at-8-khz', 'greeter', 8000)
    await caller.call()
    const hello = await caller.got('tts.started')
    expect(hello.sampleRateHz).toBe(8000)
    expect((await caller.got('tts.stopped')).textHeard).toBe('Hello there.')
    expect(heardText(caller.heard(hello.utteranceId), 8000)).toEqual({ text: 'Hello there.', flaws: 0 })
    caller.ping()
    expect(Math.abs((await caller.got('pong')).timestamp - Date.now())).toBeLessThan(5_000)
    caller.say(Int16Array.from([...sayText('how much does it cost', 8000), ...pause(100, 8000)]))
    expect((await caller.got('stt.final')).text.toLowerCase()).toContain('how much does it cost')
    await caller.got('tts.started', 2)
    expect((await caller.hangUp()).code).toBe(1000)
    expect(caller.all('end')[0]!.reason).toBe('caller_hangup')
    const log = await timeline('at-8-khz')
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    // Hanging up cut the agent off.
    expect(log.filter(({ type, mark }) => type === 'tts.chunk' && mark === 'last').at(-1)).toMatchObject({
      cause: 'barge_in',
    })
  })
})
