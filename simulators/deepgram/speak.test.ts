import { describe, expect, test } from 'vitest'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Line } from '../faults/line.ts'
import { FaultPlan } from '../faults/plan.ts'
import { Ear } from '../speech/ear.ts'
import { breathsOf, takeSentences } from './sentences.ts'
import { SpeakSession } from './speak.ts'
import { speakOptions } from './speak-query.ts'
import { Synthesizer } from './synthesizer.ts'

function speaking(query = 'encoding=linear16&sample_rate=8000') {
  const clock = new VirtualClock()
  const plan = new FaultPlan()
  const said: string[] = []
  const heard = { ear: new Ear(8000) }
  let chunks = 0
  const end = {
    deliver(chunk: string | Buffer): undefined {
      if (typeof chunk === 'string') said.push(chunk)
      else {
        chunks++
        heard.ear.push(chunk)
      }
    },
    error: () => said.push('error'),
    disconnect: () => said.push('disconnect'),
    garbage: () => 'garbage',
  }
  const session = new SpeakSession({
    options: speakOptions(new URLSearchParams(query), 'websocket'),
    clock,
    newId: () => 'model-1',
    requestId: 'request-1',
    synthesizer: new Synthesizer(),
    line: new Line(plan, clock, end, new AbortController().signal),
    close: (code, reason) => said.push(`closed ${code} ${reason}`.trim()),
  })
  const send = (type: string, text?: string): void => session.message(JSON.stringify({ type, text }))
  return { clock, plan, session, said, heard, ear: heard.ear, send, chunks: () => chunks }
}

/** Lets everything that needs no time happen. */
async function happened(): Promise<void> {
  for (let round = 0; round < 3; round++) await settled()
}

describe('a speak connection', () => {
  test('says what it is, speaks complete sentences, keeps the rest for Flush', async () => {
    const { said, ear, send } = speaking('encoding=linear16&sample_rate=8000&model=aura-2-thalia-en')
    expect(JSON.parse(said[0]!)).toEqual({
      type: 'Metadata',
      request_id: 'request-1',
      model_name: 'aura-2-thalia-en',
      model_version: '1',
      model_uuid: 'model-1',
      additional_model_uuids: [],
    })
    send('Speak', 'Hello ther')
    send('Speak', 'e. How are')
    await happened()
    expect(ear.text).toBe('Hello there.')
    send('Speak', ' you')
    send('Flush')
    await happened()
    expect(ear.text).toBe('Hello there. How are you')
    expect(ear.flaws).toEqual([])
    send('Flush')
    await happened()
    expect(said.slice(1)).toEqual(['{"type":"Flushed","sequence_id":0}', '{"type":"Flushed","sequence_id":1}'])
  })

  test('Clear drops what was not sent yet, and speaks again afterwards', async () => {
    const { said, heard, send, clock, plan } = speaking()
    plan.set({ firstByteMs: 100, chunkMs: 50 })
    send('Speak', 'This is a long sentence that will be cut.')
    send('Flush')
    await clock.advance(400)
    expect(heard.ear.utterances).toMatchObject([{ whole: false }])
    send('Clear')
    // Half a sample may be left over: a client starts anew at Cleared.
    heard.ear = new Ear(8000)
    send('Speak', 'Yes?')
    send('Flush')
    await clock.advance(5000)
    expect(said.slice(1)).toEqual(['{"type":"Cleared","sequence_id":0}', '{"type":"Flushed","sequence_id":0}'])
    expect(heard.ear.utterances).toMatchObject([{ text: 'Yes?', whole: true }])
    expect(clock.armed).toBe(0)
  })

  test('Close finishes the audio first', async () => {
    const { said, ear, send } = speaking()
    send('Speak', 'Good')
    send('Speak', 'bye')
    send('Close')
    await happened()
    expect(ear.text).toBe('Goodbye')
    expect(said.at(-1)).toBe('closed 1000')
  })

  test('the twenty-first Flush in a minute is warned about and not processed', async () => {
    const { said, send, clock } = speaking()
    for (let flush = 0; flush < 21; flush++) send('Flush')
    await happened()
    expect(said.filter((message) => message.includes('Flushed'))).toHaveLength(20)
    expect(JSON.parse(said.find((message) => message.includes('Warning'))!)).toMatchObject({ code: 'TOO_MANY_FLUSHES' })
    await clock.advance(60_000)
    send('Flush')
    await happened()
    expect(said.at(-1)).toBe('{"type":"Flushed","sequence_id":20}')
  })

  test('a text over 2000 characters is warned about and not spoken', async () => {
    const { said, send, chunks } = speaking()
    send('Speak', 'x'.repeat(2001))
    send('Flush')
    await happened()
    expect(said.map((message) => JSON.parse(message).type)).toEqual(['Metadata', 'Warning', 'Flushed'])
    expect(chunks()).toBe(0)
  })

  test.each(['nonsense', '{"type":"Speak"}', '{"type":"KeepAlive"}'])('%s closes with DATA-0000', (text) => {
    const { said, session } = speaking()
    session.message(text)
    expect(said.at(-1)).toBe('closed 1008 DATA-0000')
  })
})

test('sentences end at a mark that a space or the end follows', () => {
  expect(takeSentences('It costs 3.50 a day. Is that "fine?" Yes')).toEqual({
    sentences: ['It costs 3.50 a day.', 'Is that "fine?"'],
    rest: ' Yes',
  })
  expect(takeSentences('नमस्ते। ठीक')).toEqual({ sentences: ['नमस्ते।'], rest: ' ठीक' })
})

test.each([
  ['encoding=alaw', /not alaw/],
  ['encoding=mp3', /encoding must be one of/],
  ['sample_rate=44100', /sample_rate must be one of/],
  ['encoding=mulaw&sample_rate=24000', /for mulaw/],
  ['model=gpt', /No such model/],
])('the query %s is refused', (query, reason) => {
  expect(() => speakOptions(new URLSearchParams(query), 'websocket')).toThrow(reason)
})

test('a long sentence is said in breaths that lose nothing', () => {
  const sentence = `${'many words '.repeat(40)}${'x'.repeat(400)} end.`
  const breaths = breathsOf(sentence)
  expect(breaths.every((breath) => breath.length <= 160)).toBe(true)
  expect(breaths.join('').replaceAll(' ', '')).toBe(sentence.replaceAll(' ', ''))
  expect(breathsOf('Short one.')).toEqual(['Short one.'])
})
