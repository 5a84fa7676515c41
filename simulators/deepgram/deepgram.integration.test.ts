import { readFileSync } from 'node:fs'
import { DeepgramClient } from '@deepgram/sdk'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Ear } from '../speech/ear.ts'
import { pause } from '../speech/voice.ts'
import { readWav, toBytes } from '../speech/wav.ts'
import { type Simulators, startSimulators } from '../start.ts'

let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators()
})
afterEach(() => {
  simulators.faults.listen.clear()
  simulators.faults.speak.clear()
})
afterAll(() => simulators.close())

const client = (apiKey = 'secret-key') => {
  const http = simulators.deepgramUrl
  const ws = http.replace('http', 'ws')
  return new DeepgramClient({
    apiKey,
    maxRetries: 0,
    environment: { base: http, production: ws, agent: ws, agentRest: http },
  })
}

const recording = (name: string) => {
  const { samples, sampleRate } = readWav(readFileSync(new URL(`../voices/${name}.wav`, import.meta.url)))
  return { frames: framesOf(Int16Array.from([...samples, ...pause(500, sampleRate)])), sampleRate }
}

const framesOf = (samples: Int16Array): Buffer[] =>
  Array.from({ length: Math.floor(samples.length / 320) }, (_, at) =>
    toBytes(samples.subarray(at * 320, at * 320 + 320)),
  )

type Heard = {
  type: string
  is_final?: boolean
  speech_final?: boolean
  from_finalize?: boolean
  channel?: { alternatives: { transcript: string }[] }
}

/** An open listen connection of the vendor's SDK; `next` waits for a message that fits. */
async function listen(extra: object = {}) {
  const socket = await client().listen.v1.connect({
    model: 'nova-3',
    encoding: 'linear16',
    sample_rate: 16_000,
    interim_results: 'true',
    endpointing: 300,
    vad_events: 'true',
    reconnectAttempts: 0,
    ...extra,
  } as Parameters<ReturnType<typeof client>['listen']['v1']['connect']>[0])
  const messages: Heard[] = []
  const waiting: { fits: (message: Heard) => boolean; resolve: (message: Heard) => void }[] = []
  socket.on('message', (message) => {
    messages.push(message as Heard)
    for (const one of [...waiting]) if (one.fits(message as Heard)) one.resolve(message as Heard)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (event) => resolve(event as never)),
  )
  socket.connect()
  await socket.waitForOpen()
  const next = (fits: (message: Heard) => boolean): Promise<Heard> =>
    new Promise((resolve) => {
      const known = messages.find(fits)
      if (known) resolve(known)
      else waiting.push({ fits, resolve })
    })
  return { socket, messages, closed, next }
}

describe('listen, by the vendor SDK', () => {
  test('a recording becomes interims, a final, and metadata at the close', async () => {
    const { socket, messages, closed, next } = await listen()
    const { frames } = recording('what-are-your-plans')
    for (const frame of frames) socket.sendMedia(frame)
    const final = await next((message) => message.speech_final === true)
    expect(final.channel!.alternatives[0]!.transcript).toBe('what are your plans')
    socket.sendCloseStream({ type: 'CloseStream' })
    await next((message) => message.type === 'Metadata')
    expect((await closed).code).toBe(1000)
    expect(messages.map(({ type }) => type)).toContain('SpeechStarted')
    expect(messages.filter(({ is_final }) => is_final === false).length).toBeGreaterThanOrEqual(3)
  })

  test('Finalize is answered at once', async () => {
    const { socket, next, closed } = await listen()
    for (const frame of recording('hello').frames.slice(0, 25)) socket.sendMedia(frame)
    socket.sendFinalize({ type: 'Finalize' })
    const final = await next((message) => message.from_finalize === true)
    expect(final.channel!.alternatives[0]!.transcript).toBe('hello')
    socket.sendCloseStream({ type: 'CloseStream' })
    await closed
  })
})

/** What becomes of a handshake of plain `ws`. */
function handshake(path: string, options: { headers?: Record<string, string>; protocols?: string[] } = {}) {
  const socket = new WebSocket(`${simulators.deepgramUrl.replace('http', 'ws')}${path}`, options.protocols ?? [], {
    headers: options.headers ?? { authorization: 'Token key' },
  })
  return new Promise<{ status: number; headers: Record<string, unknown>; body: unknown; protocol: string } | Error>(
    (resolve) => {
      socket.once('open', () => {
        resolve({ status: 101, headers: {}, body: null, protocol: socket.protocol })
        socket.terminate()
      })
      socket.once('error', (error) => resolve(error))
      socket.once('unexpected-response', (_, response) => {
        let text = ''
        response.on('data', (data: Buffer) => {
          text += data.toString()
        })
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: JSON.parse(text), protocol: '' }),
        )
      })
    },
  )
}

const listenPath = '/v1/listen?encoding=linear16&sample_rate=16000'

describe('the handshake', () => {
  test.each([
    ['no credentials', listenPath, {}, 401, 'INVALID_AUTH'],
    ['a wrong key', listenPath, { authorization: 'Token invalid-key' }, 401, 'INVALID_AUTH'],
    ['a wrong query', `${listenPath}&channels=7`, { authorization: 'Token key' }, 400, 'INVALID_QUERY_PARAMETER'],
    ['an unknown path', '/v9/listen', { authorization: 'Token key' }, 404, 'NOT_FOUND'],
  ])('%s is refused with dg-error and a JSON body', async (_, path, headers, status, code) => {
    const answer = await handshake(path, { headers: headers as Record<string, string> })
    expect(answer).toMatchObject({
      status,
      body: { err_code: code, err_msg: expect.any(String), request_id: expect.any(String) },
    })
    expect((answer as { headers: Record<string, unknown> }).headers['dg-error']).toContain(code)
  })

  test('a bearer token, and a key in the subprotocol, are accepted', async () => {
    expect(await handshake(listenPath, { headers: { authorization: 'Bearer jwt' } })).toMatchObject({ status: 101 })
    expect(await handshake(listenPath, { headers: {}, protocols: ['token', 'key'] })).toMatchObject({
      status: 101,
      protocol: 'token',
    })
  })

  test('faults meet it, once each', async () => {
    simulators.faults.listen.set({ failure: { kind: '429', retryAfterMs: 1500 } })
    expect(await handshake(listenPath)).toMatchObject({ status: 429, headers: { 'retry-after': '2' } })
    simulators.faults.listen.set({ failure: { kind: 'connect_refused' } })
    expect(await handshake(listenPath)).toBeInstanceOf(Error)
    expect(await handshake(listenPath)).toMatchObject({ status: 101 })
  })
})

describe('listen, struck while open', () => {
  test.each([
    ['disconnect_midway', 1006],
    ['error_midway', 1011],
  ] as const)('%s closes with %i', async (kind, code) => {
    simulators.faults.listen.set({ failure: { kind } })
    const { socket, closed, messages } = await listen()
    for (const frame of recording('hello').frames) socket.sendMedia(frame)
    expect((await closed).code).toBe(code)
    expect(messages).toHaveLength(1)
  })

  test('a stall opens and says nothing, whatever is asked', async () => {
    simulators.faults.listen.set({ failure: { kind: 'stall' } })
    const stalled = await listen()
    for (const frame of recording('hello').frames) stalled.socket.sendMedia(frame)
    stalled.socket.sendFinalize({ type: 'Finalize' })
    const sound = await listen()
    for (const frame of recording('hello').frames) sound.socket.sendMedia(frame)
    await sound.next((message) => message.speech_final === true)
    expect(stalled.messages).toEqual([])
    for (const { socket } of [stalled, sound]) socket.close()
  })

  test('garbage is no JSON, and the talk goes on', async () => {
    simulators.faults.listen.set({ failure: { kind: 'garbage', afterChunks: 0 } })
    const socket = new WebSocket(`${simulators.deepgramUrl.replace('http', 'ws')}${listenPath}`, {
      headers: { authorization: 'Token k' },
    })
    const texts: string[] = []
    socket.on('open', () => socket.send('{"type":"CloseStream"}'))
    socket.on('message', (data) => texts.push(data.toString()))
    await new Promise((resolve) => socket.on('close', resolve))
    expect(() => JSON.parse(texts[0]!)).toThrow(SyntaxError)
    expect(texts.slice(1).map((text) => JSON.parse(text).type)).toEqual(['Results', 'Metadata'])
  })

  test('a message over 1 MiB closes with 1009', async () => {
    const { socket, closed } = await listen()
    socket.sendMedia(Buffer.alloc(1024 * 1024 + 1))
    expect((await closed).code).toBe(1009)
  })
})

/** An open speak connection; audio comes as Blobs, in order, and is heard by an ear. */
async function speak(extra: object = {}) {
  const socket = await client().speak.v1.connect({
    model: 'aura-2-thalia-en',
    encoding: 'linear16',
    sample_rate: '16000',
    reconnectAttempts: 0,
    ...extra,
  } as Parameters<ReturnType<typeof client>['speak']['v1']['connect']>[0])
  const ear = new Ear(16_000)
  const events: { type: string; sequence_id?: number }[] = []
  const waiting = new Map<string, () => void>()
  let order: Promise<unknown> = Promise.resolve()
  let sizes: number[] = []
  socket.on('message', (message) => {
    order = order.then(async () => {
      if (message instanceof Blob) {
        sizes.push(message.size)
        ear.push(new Uint8Array(await message.arrayBuffer()))
        return
      }
      const event = message as { type: string }
      events.push(event)
      waiting.get(event.type)?.()
    })
  })
  const closed = new Promise<{ code: number }>((resolve) => socket.on('close', (event) => resolve(event as never)))
  const next = (type: string): Promise<void> => new Promise((resolve) => waiting.set(type, resolve))
  socket.connect()
  await socket.waitForOpen()
  return { socket, ear, events, closed, next, sizes: () => sizes, forget: () => (sizes = []) }
}

describe('speak, by the vendor SDK', () => {
  test('text becomes audio that says it, then Flushed, then the close', async () => {
    const { socket, ear, events, closed, next, sizes } = await speak()
    const flushed = next('Flushed')
    socket.sendText({ type: 'Speak', text: 'Our plans start at 999 rupees. ' })
    socket.sendText({ type: 'Speak', text: 'Anything else?' })
    socket.sendFlush({ type: 'Flush' })
    await flushed
    expect(ear.text).toBe('Our plans start at 999 rupees. Anything else?')
    expect(ear.flaws).toEqual([])
    expect(sizes().some((size) => size % 2 === 1)).toBe(true)
    socket.sendClose({ type: 'Close' })
    expect((await closed).code).toBe(1000)
    expect(events.map(({ type }) => type)).toEqual(['Metadata', 'Flushed'])
  })

  test('Clear stops the audio and says so', async () => {
    simulators.faults.speak.set({ chunkMs: 5 })
    const { socket, ear, events, closed, next } = await speak()
    const cleared = next('Cleared')
    socket.sendText({
      type: 'Speak',
      text: 'This is a very long sentence that nobody will ever hear to its end, because it is cut.',
    })
    socket.sendClear({ type: 'Clear' })
    await cleared
    socket.sendClose({ type: 'Close' })
    await closed
    expect(ear.utterances.some(({ whole }) => whole)).toBe(false)
    expect(events.at(-1)).toEqual({ type: 'Cleared', sequence_id: 0 })
  })

  test('a stall after a chunk says nothing more; a failure set meanwhile strikes the open connection', async () => {
    const { socket, closed, next, sizes } = await speak()
    const flushed = next('Flushed')
    socket.sendText({ type: 'Speak', text: 'One.' })
    socket.sendFlush({ type: 'Flush' })
    await flushed
    simulators.faults.speak.set({ failure: { kind: 'disconnect_midway', afterChunks: 2 } })
    const before = sizes().length
    socket.sendText({ type: 'Speak', text: 'Two three four five.' })
    expect((await closed).code).toBe(1006)
    expect(sizes().length).toBeLessThanOrEqual(before + 2)
  })

  test('REST gives a WAV that says the text', async () => {
    const answer = await client().speak.v1.audio.generate({
      text: 'Hello there.',
      encoding: 'linear16',
      sample_rate: 16_000,
      container: 'wav',
    } as never)
    const { samples, sampleRate } = readWav(Buffer.from(await answer.arrayBuffer()))
    const ear = new Ear(sampleRate)
    ear.push(samples)
    expect(ear.text).toBe('Hello there.')
  })

  test('REST refuses a text over 2000 characters, and a wrong key', async () => {
    const generate = (text: string, key?: string) =>
      client(key).speak.v1.audio.generate({ text, encoding: 'linear16' } as never)
    await expect(generate('x'.repeat(2001))).rejects.toMatchObject({ statusCode: 413 })
    await expect(generate('hello', 'invalid-key')).rejects.toMatchObject({ statusCode: 401 })
  })
})

describe('the control endpoints', () => {
  const call = async (path: string, method: string, body?: string) => {
    const answer = await fetch(`${simulators.deepgramUrl}/__simulator/${path}`, {
      method,
      ...(body !== undefined && { body }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  test('set, read and clear the faults of the port', async () => {
    const set = await call('faults', 'PUT', '{"speak":{"firstByteMs":7,"failure":{"kind":"500","times":"always"}}}')
    expect(set).toEqual({
      status: 200,
      body: { listen: {}, speak: { firstByteMs: 7, failure: { kind: '500', times: 'always' } } },
    })
    expect(await handshake('/v1/speak')).toMatchObject({ status: 500 })
    expect(await handshake(listenPath)).toMatchObject({ status: 101 })
    expect((await call('faults', 'DELETE')).body).toEqual({ listen: {}, speak: {} })
  })

  test('refuse what they do not know with a sentence', async () => {
    expect(await call('faults', 'PUT', '{"chat":{}}')).toEqual({
      status: 400,
      body: { error: 'the body has no field "chat"; it may have listen, speak.' },
    })
    expect(await call('faults', 'PUT', 'x')).toMatchObject({ status: 400 })
    expect(await call('faults', 'POST')).toMatchObject({ status: 405 })
    expect(await call('nothing', 'GET')).toMatchObject({ status: 404 })
    expect(await call('faults', 'PUT', 'x'.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 })
  })

  test('tell what was asked, without the key', async () => {
    await call('requests', 'DELETE')
    const { socket, closed } = await listen({ keyterm: ['Invorto', 'Aura'] })
    socket.sendMedia(Buffer.alloc(640))
    socket.sendCloseStream({ type: 'CloseStream' })
    await closed
    const { requests } = (await call('requests', 'GET')).body as { requests: Record<string, unknown>[] }
    expect(requests).toEqual([
      expect.objectContaining({
        path: '/v1/listen',
        audioBytes: 640,
        messages: [{ type: 'CloseStream' }],
        query: expect.objectContaining({ keyterm: ['Invorto', 'Aura'] }),
      }),
    ])
    expect(JSON.stringify(requests)).not.toContain('secret-key')
  })
})
