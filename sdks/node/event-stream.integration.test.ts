import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { InvortoError, NotFoundError, RequestAbortedError, TimeoutError } from './generated/index.gen.ts'
import { longestEventBytes } from './generated/limits.gen.ts'
import { api, json, problem, type Respond } from './testing/api.ts'

test('a stream is followed again behind the last event, and ends when the session does', async () => {
  const event = (seq: number) => `id: ${seq}\nevent: stt.final\ndata: {"seq":${seq}}\n\n`
  const stream =
    (text: string, end: (response: ServerResponse) => void): Respond =>
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write(text, () => end(response))
    }
  const { client, got } = await api([
    stream(`: hello\n\n${event(1)}${event(2)}`, (response) => setTimeout(() => response.destroy(), 20)),
    stream('event: stream.end\ndata: {"reason":"going_away"}\n\n', (response) => response.end()),
    stream(`${event(3)}event: stream.end\ndata: {"reason":"session_ended"}\n\n`, (response) => response.end()),
  ])
  const seen: unknown[] = []
  for await (const { seq } of client.sessions.events.stream('c_1', { component: 'voice_pipeline' })) seen.push(seq)
  expect(seen).toEqual([1, 2, 3])
  expect(got.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '2'])
  expect(got[0]!.url).toBe('/v1/sessions/c_1/events/stream?component=voice_pipeline')
})

test('a stream whose key was taken away says so, and does not end as if the session had', async () => {
  const { client } = await api([
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.end('event: stream.end\ndata: {"reason":"credential_revoked"}\n\n')
    },
    problem(401, 'invalid_api_key'),
  ])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1')) expect.unreachable()
  }
  await expect(follow()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
})

test('a stream that is refused throws as any request does; one that is left is left at once', async () => {
  const refused = await api([problem(404, 'not_found')])
  const follow = async (of: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of of) break
  }
  await expect(follow(refused.client.sessions.events.stream('c_1'))).rejects.toBeInstanceOf(NotFoundError)
  expect(refused.got).toHaveLength(1)
  const left = Promise.withResolvers<void>()
  const { client } = await api([
    (response) => {
      response.once('close', left.resolve)
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('id: 1\ndata: {"seq":1}\n\n')
    },
  ])
  await follow(client.sessions.events.stream('c_1'))
  await left.promise
})

test('a stream that falls silent is followed again; a comment is a sign of life', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const asked: ServerResponse[] = []
  const held: Respond = (response) => {
    asked.push(response)
    response
      .writeHead(200, { 'Content-Type': 'text/event-stream' })
      .write(`id: ${asked.length}\ndata: {"seq":${asked.length}}\n\n`)
  }
  const { client, got } = await api([held, held])
  const events = client.sessions.events.stream('c_1')[Symbol.asyncIterator]()
  expect(await events.next()).toMatchObject({ value: { seq: 1 } })
  // Who is busy with an event waits for nothing.
  await vi.advanceTimersByTimeAsync(100_000)
  const second = events.next()
  for (let comment = 0; comment < 3; comment += 1) {
    await vi.advanceTimersByTimeAsync(30_000)
    const written = Promise.withResolvers<void>()
    asked[0]!.write(': still here\n\n', () => written.resolve())
    await written.promise
    await new Promise((seen) => setImmediate(() => setImmediate(seen)))
  }
  expect(got).toHaveLength(1)
  const left = once(asked[0]!, 'close')
  await vi.advanceTimersByTimeAsync(46_000)
  await left
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await second).toMatchObject({ value: { seq: 2 } })
  expect(got.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1'])
  await events.return?.()
})

test('a stream that had begun comes back though its address is down for half a minute; one that had not is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const down: Respond = (response) => void response.destroy()
  const gone: Respond = (response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('a proxy')
  const stream =
    (seq: number, last: string): Respond =>
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.end(`id: ${seq}\ndata: {"seq":${seq}}\n\n${last}`)
    }
  const over = 'event: stream.end\ndata: {"reason":"session_ended"}\n\n'
  const { client, got } = await api([stream(1, ''), ...Array(6).fill(down), gone, stream(2, over), down])
  const follow = async (): Promise<unknown[]> => {
    const seen: unknown[] = []
    for await (const { seq } of client.sessions.events.stream('c_1')) seen.push(seq)
    return seen
  }
  const settled = async (work: Promise<unknown>): Promise<unknown> => {
    let outcome: unknown
    work.then(
      (value) => (outcome = value),
      (error) => (outcome = error),
    )
    while (outcome === undefined) {
      await vi.advanceTimersByTimeAsync(500)
      await new Promise((seen) => setImmediate(() => setImmediate(seen)))
    }
    return outcome
  }
  expect(await settled(follow())).toEqual([1, 2])
  expect(got).toHaveLength(9)
  expect(await settled(follow())).toBeInstanceOf(Error)
  expect(got).toHaveLength(9 + 3)
})

test('a stream that does not begin is given up after its time', async () => {
  const { client, got } = await api([() => {}])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1', {}, { timeoutMs: 50, maxRetries: 1 }))
      expect.unreachable()
  }
  await expect(follow()).rejects.toBeInstanceOf(TimeoutError)
  expect(got).toHaveLength(2)
})

test.each(['data: hello', 'data: "hello"', 'data: {"seq":'])(
  'an event that is no object of JSON (%s) is told at once',
  async (line) => {
    const { client, got } = await api([
      (response) => {
        response
          .writeHead(200, { 'Content-Type': 'text/event-stream' })
          .end(`id: 1\ndata: {"seq":1}\n\nid: 2\n${line}\n\n`)
      },
    ])
    const seen: unknown[] = []
    const follow = async (): Promise<void> => {
      for await (const { seq } of client.sessions.events.stream('c_1')) seen.push(seq)
    }
    await expect(follow()).rejects.toThrow(new InvortoError('An event of the stream is not JSON.'))
    expect([seen, got.length]).toEqual([[1], 1])
  },
)

test('a stream that waits for its next try ends at once when it is aborted', async () => {
  const { client, got } = await api([json(503, { code: 'overloaded', retryable: true }, { 'Retry-After': '30' })])
  const aborting = new AbortController()
  const stream = client.sessions.events.stream('c_1', {}, { signal: aborting.signal, maxRetries: 5 })
  const followed = (async () => {
    for await (const _ of stream);
  })()
  followed.catch(() => {})
  await vi.waitFor(() => expect(got).toHaveLength(1))
  setTimeout(() => aborting.abort(), 50)
  await expect(followed).rejects.toThrow(RequestAbortedError)
})

test('a stream whose event has no end is left, and not kept in memory', async () => {
  const { client, got } = await api([
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(500_000)));
      }
      response.on('drain', more)
      response.write('data: ')
      more()
    },
  ])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1', {}, { maxRetries: 0 })) expect.unreachable()
  }
  await expect(follow()).rejects.toThrow('too long')
  expect(got).toHaveLength(1)
}, 30_000)

test('many events are more than one may be, wherever they are cut', async () => {
  const event = (seq: number): string => `id: ${seq}\ndata: {"seq":${seq},"x":"${'x'.repeat(400_000)}"}\n`
  const { client } = await api([
    async (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      for (let seq = 1; seq <= 4; seq += 1) {
        await new Promise((written) => response.write(event(seq), written))
        await new Promise((written) => response.write('\n', written))
      }
      response.end('event: stream.end\ndata: {"reason":"session_ended"}\n\n')
    },
  ])
  const seen: unknown[] = []
  for await (const { seq } of client.sessions.events.stream('c_1', {}, { maxRetries: 0 })) seen.push(seq)
  expect(seen).toEqual([1, 2, 3, 4])
}, 30_000)

test.each([
  ['\n', 0, 1],
  ['\r\n', 0, 1],
  ['\n', 1, 0],
])(
  'an event has as many bytes as the contract says, and not one more (%j, %s more)',
  async (newline, more, told) => {
    const [head, tail] = [`id: 1${newline}data: {"seq":1,"x":"`, `"}${newline}${newline}`]
    const filled = 'x'.repeat(longestEventBytes + more - head.length - tail.length)
    const { client } = await api([
      (response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        response.end(
          `: a comment${newline}${newline}${head}${filled}${tail}event: stream.end${newline}data: {"reason":"session_ended"}${newline}${newline}`,
        )
      },
    ])
    const seen: unknown[] = []
    const follow = async (): Promise<void> => {
      for await (const { seq } of client.sessions.events.stream('c_1', {}, { maxRetries: 0 })) seen.push(seq)
    }
    if (told === 1) await follow()
    else await expect(follow()).rejects.toThrow('too long')
    expect(seen).toHaveLength(told)
  },
  30_000,
)
