import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CallSocket, handle } from '#sdks/browser/call-socket.ts'
import { chainOf, type Dialled, dial } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let count = 0
beforeAll(async () => {
  stage = await setStage({ HEARTBEAT_MS: '1000', RESUME_GRACE_MS: '6000' })
  const firstMessage = 'Hello, this is a greeting of many words, so that there is time to lose the socket meanwhile.'
  const body = { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage }
  await stage.rest.call('createAgent', { body })
})
afterAll(() => stage.strike())

async function call(metadata?: object): Promise<Dialled & { name: string; token: string }> {
  const name = `resume-${++count}`
  const line = stage.dial(`/v1/realtime/${name}?agentId=greeter`)
  const { resumeToken } = await line.got('connected')
  line.send({ t: 'start', ...(metadata && { metadata }) })
  await line.got('tts.started')
  return { ...line, name, token: resumeToken! }
}

async function back(name: string): Promise<Dialled & { token: string }> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=greeter`)
  const { resumeToken } = await line.got('connected')
  return { ...line, token: resumeToken! }
}

const lastSeq = (line: Dialled): number => chainOf(line.messages).at(-1)?.seq ?? 0

async function states(callId: string): Promise<string[]> {
  const { data } = (await stage.rest.call('getCallTimeline', { path: { callId } })).body
  return data
    .filter(({ type }: { type: string }) => type === 'session.state_changed')
    .map(({ to }: { to: string }) => to)
}

describe.concurrent('a socket that is lost', () => {
  test('by a TCP reset: the call waits, is resumed, and nothing of its log is missed or told twice', async () => {
    const first = await call({ customer: 'C-1042', visits: 3 })
    await until('some audio', () => first.audioBytes() > 10_000)
    first.socket.terminate()
    await first.closed
    const second = await back(first.name)
    const begun = performance.now()
    second.send({ t: 'resume', token: first.token, lastSeq: lastSeq(first) })
    expect((await second.got('resumed')).fromSeq).toBe(lastSeq(first) + 1)
    const tookMs = performance.now() - begun
    const stopped = await second.got('tts.stopped')
    expect(stopped).toMatchObject({ cause: 'completed' })
    expect(stopped.textHeard).toBe(stopped.textGenerated)
    const chain = [...chainOf(first.messages), ...chainOf(second.messages)]
    expect(chain.map(({ prevSeq }) => prevSeq)).toEqual([0, ...chain.slice(0, -1).map(({ seq }) => seq)])
    second.send({ t: 'end' })
    expect((await second.closed).code).toBe(1000)
    expect([first.complaints, second.complaints]).toEqual([[], []])
    expect(tookMs).toBeLessThan(1_000)
    const row = await until('the end', async () => {
      const { body } = await stage.rest.call('getCall', { path: { callId: first.name } })
      return body.status === 'ended' && body
    })
    expect(row).toMatchObject({ endReason: 'caller_hangup', metadata: { customer: 'C-1042', visits: 3 } })
    expect(await states(first.name)).toEqual(['live', 'detached', 'live', 'ended'])
  })

  test('for longer than the grace: client_lost, and a conflict for whoever comes later', async () => {
    const first = await call()
    first.socket.terminate()
    const row = await until(
      'the end',
      async () => {
        const { body } = await stage.rest.call('getCall', { path: { callId: first.name } })
        return body.status === 'ended' && body
      },
      15_000,
    )
    expect(row.endReason).toBe('client_lost')
    const late = stage.dial(`/v1/realtime/${first.name}?agentId=greeter`)
    expect(await late.got('error')).toMatchObject({ code: 'conflict', fatal: true })
    expect((await late.closed).code).toBe(4409)
  })

  test('half: it answers nothing any more, and a second one takes over before the heartbeat sees it', async () => {
    const wire = await severable(stage.platform.url)
    const name = `resume-${++count}`
    const path = `/v1/realtime/${name}?agentId=greeter`
    const first = dial(wire.url, path, stage.messages, { key: stage.platform.apiKey })
    const { resumeToken: token } = await first.got('connected')
    first.send({ t: 'start' })
    await first.got('tts.started')
    wire.freeze()
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    const second = await back(name)
    second.send({ t: 'resume', token, lastSeq: lastSeq(first) })
    await second.got('resumed')
    second.send({ t: 'end' })
    expect((await second.closed).code).toBe(1000)
    first.socket.terminate()
    wire.close()
  })
})

describe.concurrent('who may come back', () => {
  test('not while the call is live on a socket that answers', async () => {
    const first = await call()
    first.audio(Buffer.alloc(640))
    const second = stage.dial(`/v1/realtime/${first.name}?agentId=greeter`)
    expect(await second.got('error')).toMatchObject({ code: 'conflict', fatal: true })
    expect((await second.closed).code).toBe(4409)
    first.send({ t: 'end' })
    expect((await first.closed).code).toBe(1000)
  })

  test('a token works once, and a wrong one says what to do; start joins', async () => {
    const first = await call()
    first.socket.terminate()
    const second = await back(first.name)
    second.send({ t: 'resume', token: first.token, lastSeq: 0 })
    await second.got('resumed')
    second.socket.terminate()
    const third = await back(first.name)
    for (const token of [first.token, third.token, 'nobody-s']) {
      third.send({ t: 'resume', token, lastSeq: 0 })
    }
    await third.got('resume_failed', 3)
    expect(third.all('resume_failed').map(({ reason }) => reason)).toEqual(Array(3).fill('wrong_token'))
    third.send({ t: 'start' })
    await third.got('resumed')
    third.send({ t: 'end' })
    expect((await third.closed).code).toBe(1000)
  })

  test.each([
    [{ t: 'resume', lastSeq: 0 }, '/token'],
    [{ t: 'resume', token: 'a', lastSeq: -1 }, '/lastSeq'],
    [{ t: 'resume', token: '', lastSeq: 0 }, '/token'],
    [{ t: 'resume', token: 'x'.repeat(129), lastSeq: 0 }, '/token'],
    [{ t: 'start', metadata: { nested: {} } }, '/metadata/nested'],
    [{ t: 'start', metadata: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, i])) }, '/metadata'],
  ])('%j is a mistake at %s', async (message, field) => {
    const line = stage.dial(`/v1/realtime/resume-${++count}?agentId=greeter`)
    await line.got('connected')
    line.send(message)
    expect(await line.got('error')).toMatchObject({ code: 'bad_request', fatal: false, field })
    line.socket.close()
  })
})

describe('the client of the browser', () => {
  test('comes back by itself through broken wires, and its reader sees one whole call', async () => {
    const wire = await severable(stage.platform.url)
    const seqs: number[] = []
    const told: string[] = []
    const note = (message: { t: string; seq?: number }): void => {
      told.push(message.t)
      if (message.seq !== undefined) seqs.push(message.seq)
    }
    const callId = `resume-${++count}`
    const client = new CallSocket(
      { url: wire.url, apiKey: stage.platform.apiKey, callId, agentId: 'greeter' },
      handle({ ttsStarted: note, ttsStopped: note, turnStarted: note, resumed: note, end: note, error: note }),
    )
    client.send.start({ audio: { sampleRateHz: 16_000 } })
    await until('the voice', () => told.includes('tts.started'))
    for (let cut = 1; cut <= 2; cut++) {
      await new Promise((resolve) => setTimeout(resolve, 400))
      wire.cut()
      await until(`the ${cut}. return`, () => told.filter((t) => t === 'resumed').length === cut)
    }
    await until('the whole greeting', () => told.includes('tts.stopped'))
    client.send.endCall()
    expect(await client.closed).toEqual({ code: 1000, problems: ['normal'], error: null })
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    expect(told.filter((t) => t === 'error')).toEqual([])
    expect(told.at(-1)).toBe('end')
    wire.close()
  })

  test('gives up after its time, and says how the last socket closed', async () => {
    const wire = await severable(stage.platform.url)
    const callId = `resume-${++count}`
    let live = false
    const client = new CallSocket(
      { url: wire.url, apiKey: stage.platform.apiKey, callId, agentId: 'greeter', reconnectForMs: 1_000 },
      handle({ ttsStarted: () => (live = true) }),
    )
    client.send.start({})
    await until('the voice', () => live)
    wire.close()
    expect((await client.closed).code).toBe(1006)
  })
})

/** A wire to the platform that can be cut, or stand still without either end noticing. */
async function severable(target: string) {
  const { hostname, port } = new URL(target)
  const pairs = new Set<[Socket, Socket]>()
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.pipe(far)
    far.pipe(near)
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.on('close', () => pairs.delete(pair))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const cut = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cut,
    freeze(): void {
      for (const [near, far] of pairs) {
        near.unpipe(far)
        far.unpipe(near)
        near.pause()
        far.resume()
      }
    },
    close(): void {
      server.close()
      cut()
    },
  }
}
