import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { DeepgramAccess } from '#runtime/adapters/deepgram/socket.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { Failure } from '#simulators/faults/fault.ts'
import { pause, sayText } from '#simulators/speech/voice.ts'
import { toBytes } from '#simulators/speech/wav.ts'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { asrConformance } from './conformance.ts'
import { deepgramAsr } from './deepgram.ts'

let simulators: Simulators
let clock: VirtualClock
beforeAll(async () => {
  simulators = await startSimulators()
  clock = new VirtualClock()
})
afterEach(() => simulators.faults.listen.clear())
afterAll(() => simulators.close())

const asr = () => deepgramAsr({ apiKey: 'key', baseUrl: simulators.deepgramUrl }, clock)
const lastRequest = () => simulators.requests.deepgram.at(-1)
const deaf = { partial() {}, final() {}, failed() {} }
const options = { model: 'nova-3', language: 'en-IN', sampleRateHz: 16_000 }

describe('Deepgram', () => {
  asrConformance(() => ({
    clock,
    open: (options, sink) => asr().open(options, sink),
    speech: (text, rate) => Buffer.concat([toBytes(sayText(text, rate)), toBytes(pause(500, rate))]),
    breaks: (kind) => simulators.faults.listen.set({ failure: { kind: kind as Failure['kind'] } }),
  }))

  test('a stream without audio is kept alive, one with audio needs it not', async () => {
    const stream = asr().open(options, deaf)
    await vi.waitFor(() => expect(lastRequest()?.path).toBe('/v1/listen'))
    await clock.advance(3_000)
    stream.send(Buffer.alloc(640))
    await clock.advance(3_000)
    expect(clock.armed).toBe(1)
    await clock.advance(6_000)
    stream.close()
    expect(clock.armed).toBe(0)
    await vi.waitFor(() =>
      expect(lastRequest()?.messages).toEqual(['KeepAlive', 'KeepAlive', 'CloseStream'].map((type) => ({ type }))),
    )
  })

  test('silence goes out in larger pieces; what is held goes with the first sound, and when words are asked for', async () => {
    const pieces: unknown[] = []
    const dial: DeepgramAccess['dial'] = (url, options) => {
      const socket = new WebSocket(url, options)
      vi.spyOn(socket, 'send').mockImplementation((data) =>
        pieces.push(Buffer.isBuffer(data) ? data.length / 640 : `${data}`),
      )
      return socket
    }
    const opened = Promise.withResolvers<void>()
    const access = { apiKey: 'key', baseUrl: simulators.deepgramUrl, dial }
    const stream = deepgramAsr(access, clock).open(options, { ...deaf, opened: opened.resolve })
    await opened.promise
    const send = (frames: number, isSilence?: boolean): void => {
      for (let frame = 0; frame < frames; frame++) stream.send(Buffer.alloc(640), isSilence)
    }
    send(12)
    send(10 + 12 + 6, true)
    send(1)
    send(3)
    stream.finalize()
    expect(pieces).toEqual([5, 5, 12, 12, 7, 3, '{"type":"Finalize"}'])
    stream.close()
  })

  test.each([
    ['en-IN', 'en-IN'],
    ['hi-IN', 'hi'],
    ['en-ZA', 'en'],
  ])('the language %s is asked for as %s', async (language, asked) => {
    const stream = asr().open({ ...options, language }, deaf)
    await vi.waitFor(() => expect(lastRequest()?.query).toMatchObject({ language: asked }))
    stream.close()
  })
})
