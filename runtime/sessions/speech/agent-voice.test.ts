import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import type { TtsSink } from '#runtime/ports/tts.ts'
import { AgentVoice } from './agent-voice.ts'

function voiceOf() {
  const clock = new VirtualClock()
  const said: string[] = []
  const told: [number, string][] = []
  let sink: TtsSink | undefined
  const tts = {
    name: 'hand-made',
    open: (_options: unknown, given: TtsSink) => {
      sink = given
      return {
        say: (text: string) => said.push(text),
        finish: () => said.push('finish'),
        clear: () => said.push('clear'),
        close: () => said.push('close'),
      }
    },
  }
  const tell = (line: string): void => void told.push([clock.now(), line])
  const voice = new AgentVoice(
    { tts, clock, wheel: new Wheel(clock, 20) },
    { voiceId: 'v', rate: 1, sampleRateHz: 8000 },
    {
      audio() {},
      speaking: ({ utteranceId }, fromMs) => tell(`speaking ${utteranceId} ${fromMs}`),
      silent: ({ utteranceId }, cause) => tell(`silent ${utteranceId} ${cause}`),
      done: ({ heardMs }) => tell(`done ${heardMs}`),
      failed: () => {},
      fault: (error) => tell(`fault ${String(error)}`),
    },
  )
  return { clock, voice, said, told, sink: sink! }
}

test('a voice that never ends is ended, and what it still sends is not the next utterance', async () => {
  const { clock, voice, said, told, sink } = voiceOf()
  voice.begin('turn_1')
  voice.say('Once upon a time')
  for (let second = 0; second < 190; second++) sink.audio(Buffer.alloc(16_000))
  await clock.advance(190_000)
  expect(told).toEqual([
    [0, 'speaking u_1 0'],
    [13_000, 'silent u_1 completed'],
    [13_000, 'done 13000'],
  ])
  expect(said).toEqual(['Once upon a time', 'clear'])
  expect(clock.armed).toBe(0)
})

test('without an utterance there is nothing to say, hold, resume or cut', () => {
  const { voice, said, told, sink } = voiceOf()
  voice.say('lost')
  voice.finish()
  voice.resume()
  sink.audio(Buffer.alloc(320))
  sink.finished()
  expect([voice.hold(), voice.cut('error'), said, told]).toEqual([null, null, [], []])
})

test('an utterance that is cut before it is heard is not told of', async () => {
  const { clock, voice, said, told } = voiceOf()
  voice.begin('turn_1')
  voice.say('Hello')
  expect(voice.hold()).toBeNull()
  expect(voice.cut('barge_in')).toMatchObject({ utteranceId: 'u_1', textHeard: '', heardMs: 0 })
  voice.close()
  await clock.advance(1000)
  expect([said, told, clock.armed]).toEqual([['Hello', 'clear', 'close'], [], 0])
})
