import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Ear } from '#simulators/speech/ear.ts'
import { pause, sayText } from '#simulators/speech/voice.ts'
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

describe.concurrent('a call', () => {
  test('of two turns, the second over the agent, is heard, answered, cut, and written down', async () => {
    const caller = speaker('two-turns', 'sales')
    await caller.call()
    caller.say(await recording('what-are-your-plans'))
    const first = await caller.got('tts.started')
    await until('some of the answer is heard', () => caller.heard(first.utteranceId).length > 16_000 * 0.6)
    caller.say(await recording('no-wait-tell-me-the-price'))
    const cut = await caller.got('control.bargein')
    expect(cut.utteranceId).toBe(first.utteranceId)
    const second = await caller.got('tts.started', 2)
    const stopped = await caller.got('tts.stopped', 2)
    const closed = await caller.hangUp()
    expect(closed).toEqual({ code: 1000, problems: ['normal'] })

    for (const message of caller.messages) stage.messages.judge(message)
    const finals = caller.all('stt.final').map(({ text }) => text.toLowerCase())
    expect(finals.join(' ')).toContain('what are your plans')
    expect(finals.join(' ')).toContain('tell me the price')
    const [cutOff] = caller.all('tts.stopped')
    expect(cutOff).toMatchObject({ utteranceId: first.utteranceId, cause: 'barge_in', method: 'rate_estimate' })
    expect(cutOff!.textGenerated).toMatch(/^Sure, our plans start/)
    expect(cutOff!.textGenerated!.startsWith(cutOff!.textHeard!)).toBe(true)
    expect(cutOff!.textHeard!.length).toBeLessThan(cutOff!.textGenerated!.length)
    const price = 'The starter plan is 999 rupees a month.'
    expect(stopped).toMatchObject({
      utteranceId: second.utteranceId,
      cause: 'completed',
      textGenerated: price,
      textHeard: price,
    })
    expect(
      caller
        .all('llm.delta')
        .filter(({ turnId }) => turnId === 'turn_2')
        .map(({ text }) => text)
        .join(''),
    ).toBe(price)

    // The agent's voice came through whole, and nothing of it lay outside its utterances.
    expect(heardText(caller.heard(second.utteranceId), 16_000)).toEqual({ text: price, flaws: 0 })
    expect(caller.heard('none').length).toBe(0)

    // On the socket each numbered message names the one before; the log itself has no gap.
    const chain = chainOf(caller.messages)
    expect(chain.map(({ prevSeq }) => prevSeq)).toEqual([0, ...chain.map(({ seq }) => seq).slice(0, -1)])
    const log = await timeline('two-turns')
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
    expect(chain.at(-1)!.seq).toBe(log.at(-1)!.seq)

    // What the socket said is in the timeline, at the same number.
    for (const final of caller.all('stt.final')) {
      expect(log[final.seq! - 1]).toMatchObject({ type: 'stt.final', text: final.text })
    }
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
    const wait = log.find(({ type }) => type === 'endpointing.delay_applied')!
    expect(wait.waitMs).toBeGreaterThanOrEqual(220)

    // The model was told what the caller heard, not what was generated.
    const asked = stage.simulators.requests.openai.at(-1)!.body as { messages: { role: string; content: string }[] }
    const told = asked.messages.find(({ role }) => role === 'assistant')
    expect(told?.content).toBe(cutOff!.textHeard)

    const { body } = await stage.rest.call('getCallArtifacts', { path: { callId: 'two-turns' } })
    const lines = await until('the transcript', async () => {
      const answer = await fetch(body.transcript)
      return (
        answer.status === 200 &&
        (await answer.text())
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      )
    })
    expect(lines.map(({ role }: { role: string }) => role)).toEqual(expect.arrayContaining(['user', 'assistant']))
    expect(lines.at(-1)).toMatchObject({ role: 'assistant', message: price })
    const metrics = (await (await fetch(body.metrics)).text()).trim().split('\n')
    expect(metrics.length).toBeGreaterThan(5)
    expect(metrics.join()).not.toMatch(/starter|price|plans/i)
  })

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
      cause: 'error',
    })
  })
})
