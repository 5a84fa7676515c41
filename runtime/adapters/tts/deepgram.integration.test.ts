import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Failure } from '#simulators/faults/fault.ts'
import { Ear } from '#simulators/speech/ear.ts'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { ttsConformance } from './conformance.ts'
import { deepgramTts } from './deepgram.ts'

let simulators: Simulators
let clock: VirtualClock
beforeAll(async () => {
  simulators = await startSimulators()
  clock = new VirtualClock()
})
afterEach(() => simulators.faults.speak.clear())
afterAll(() => simulators.close())

describe('Deepgram', () => {
  ttsConformance(() => ({
    clock,
    open: (options, sink) => deepgramTts({ apiKey: 'key', baseUrl: simulators.deepgramUrl }, clock).open(options, sink),
    hear: (audio, rate) => {
      const ear = new Ear(rate)
      ear.push(audio)
      return { text: ear.text, flaws: ear.flaws.length }
    },
    breaks: (kind) => simulators.faults.speak.set({ failure: { kind: kind as Failure['kind'] } }),
  }))
})

/** A Deepgram of our own, to the byte. */
async function handMade() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets: WebSocket[] = []
  const messages: string[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data) => messages.push(JSON.parse(data.toString()).type))
  })
  const heard: (number | string)[] = []
  const failures: ProviderError[] = []
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stream = deepgramTts({ apiKey: 'key', baseUrl }, clock).open(
    { voiceId: 'aura-2', rate: 1, sampleRateHz: 8000 },
    {
      audio: (pcm) => heard.push(...pcm),
      finished: () => heard.push('finished'),
      failed: (error) => failures.push(error),
    },
  )
  const until = (count: number) => vi.waitFor(() => expect(messages.length).toBe(count), { interval: 2 })
  return { server, sockets, messages, heard, failures, stream, until }
}

test('half samples are joined, and those of a dropped utterance are dropped', async () => {
  const { server, sockets, heard, stream, until } = await handMade()
  stream.say('One')
  await until(2)
  for (const bytes of [[1], [2, 3, 4], [5, 6, 7]]) sockets[0]?.send(Buffer.from(bytes))
  await vi.waitFor(() => expect(heard).toEqual([1, 2, 3, 4, 5, 6]))
  stream.clear()
  stream.say('Two')
  await until(5)
  sockets[0]?.send(Buffer.from([8, 9]))
  sockets[0]?.send('{"type":"Flushed"}')
  sockets[0]?.send('{"type":"Cleared"}')
  sockets[0]?.send(Buffer.from([10, 11]))
  stream.finish()
  sockets[0]?.send('{"type":"Flushed"}')
  await vi.waitFor(() => expect(heard).toEqual([1, 2, 3, 4, 5, 6, 10, 11, 'finished']))
  stream.close()
  server.close()
})

test('a socket that is closed between two utterances is opened again with the next words', async () => {
  const { server, sockets, messages, heard, failures, stream, until } = await handMade()
  await vi.waitFor(() => expect(sockets.length).toBe(1))
  sockets[0]?.close(1000)
  await vi.waitFor(() => expect(sockets[0]?.readyState).toBe(3))
  stream.say('Still here')
  stream.finish()
  await until(2)
  expect([sockets.length, messages]).toEqual([2, ['Speak', 'Flush']])
  sockets[1]?.send(Buffer.from([1, 2]))
  sockets[1]?.send('{"type":"Flushed"}')
  await vi.waitFor(() => expect(heard).toEqual([1, 2, 'finished']))
  expect(failures).toEqual([])
  stream.close()
  server.close()
})
