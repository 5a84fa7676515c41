import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '#sdks/contract/mock/start-mock.ts'
import { addKey, developmentTenant } from './database.ts'
import { chainOf, type Dialled, dial } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const GRACE_MS = 5_000

let stage: Stage
let mock: Mock
let other: string
beforeAll(async () => {
  stage = await setStage({ RESUME_GRACE_MS: `${GRACE_MS}` })
  mock = await startMock({ resumeGraceMs: GRACE_MS })
  other = (await addKey(stage.database, 'dev', developmentTenant)).key
  const firstMessage = 'Hello, this is a greeting of many words, so that there is time to lose the socket meanwhile.'
  for (const url of [stage.platform.url, mock.url]) {
    const desk = JSON.stringify({ name: 'Desk', prompt: 'p', externalId: 'desk', firstMessage })
    const headers = { authorization: `Bearer ${stage.platform.apiKey}`, 'content-type': 'application/json' }
    expect((await fetch(`${url}/v1/agents`, { method: 'POST', headers, body: desk })).status).toBe(201)
  }
})
afterAll(async () => {
  await mock.close()
  await stage.strike()
})

/** Who opens a socket or joins a call hears the same of the kit's mock as of the platform. */
describe.each(['platform', 'mock'] as const)('of the %s', (whose) => {
  const url = (): string => (whose === 'platform' ? stage.platform.url : mock.url)
  const line = (target: string, key = stage.platform.apiKey): Dialled =>
    dial(url(), `/v1/realtime/${target}`, stage.messages, { key })

  async function row(name: string): Promise<{ id: string; status: string; endReason: string }> {
    const headers = { authorization: `Bearer ${stage.platform.apiKey}` }
    return (await fetch(`${url()}/v1/calls/${name}`, { headers })).json() as never
  }
  async function ended(name: string): Promise<string> {
    const isOver = async () => {
      const found = await row(name)
      return found.status === 'ended' && found
    }
    const over = await until('the end', isOver, 6 * GRACE_MS)
    return over.endReason
  }
  async function live(name: string): Promise<Dialled & { token: string }> {
    const first = line(`${name}?agentId=desk`)
    const { resumeToken } = await first.got('connected')
    first.send({ t: 'start' })
    await first.got('tts.started')
    return { ...first, token: resumeToken! }
  }
  async function lost(name: string): Promise<Dialled & { token: string }> {
    const first = await live(name)
    first.socket.terminate()
    await first.closed
    return first
  }

  /** The last message before the close, and the close. */
  async function refusal(of: Dialled): Promise<object> {
    const closed = await of.closed
    const { code, message, fatal } = of.all('error').at(-1)!
    expect([of.complaints, fatal, closed.reason]).toEqual([[], true, code])
    return { code, message, close: closed.code }
  }
  const conflict = (message: string) => ({ code: 'conflict', message, close: 4409 })
  const notFound = (message: string) => ({ code: 'not_found', message, close: 4404 })

  test('a call that has ended is not begun again, whoever shall answer', async () => {
    const first = await live('over')
    first.send({ t: 'end' })
    expect((await first.closed).code).toBe(1000)
    expect(await ended('over')).toBe('caller_hangup')
    const { id } = await row('over')
    for (const name of ['over', id])
      for (const query of ['?agentId=desk', '?agentId=nobody', ''])
        expect(await refusal(line(name + query))).toEqual(
          conflict(`The call "${name}" has ended (caller_hangup). Begin a new one.`),
        )
  })

  test('a call that is live is nobody else’s, whoever shall answer', async () => {
    const late = line('busy?agentId=desk')
    await late.got('connected')
    const first = await live('busy')
    first.audio(Buffer.alloc(640))
    for (const query of ['?agentId=desk', '?agentId=nobody', ''])
      expect(await refusal(line(`busy${query}`))).toEqual(conflict('The call "busy" is live on another connection.'))
    late.send({ t: 'start' })
    expect(await refusal(late)).toEqual(conflict('The call "busy" is live on another connection.'))
    first.send({ t: 'end' })
    await first.closed
  })

  test('what is not there is refused, the call before the agent', async () => {
    expect(await refusal(line('new?agentId=nobody'))).toEqual(notFound('There is no agent "nobody".'))
    const minted = 'c_01jd3w7q8re5a9v6c2k4m0n7xz'
    expect(await refusal(line(`${minted}?agentId=nobody`))).toEqual(notFound(`There is no call "${minted}".`))
    expect(await refusal(line('a%20b'))).toMatchObject({ code: 'bad_request', close: 4400 })
    const agentless = line('new')
    await agentless.got('connected')
    agentless.send({ t: 'start' })
    expect(await refusal(agentless)).toEqual(notFound('There is no call "new". Name an agent (agentId) to begin it.'))
    const named = line('new')
    await named.got('connected')
    named.send({ t: 'start', agentId: 'nobody' })
    expect(await refusal(named)).toEqual(notFound('There is no agent "nobody".'))
  })

  test('what comes too early or twice is a mistake, and no end', async () => {
    const first = line('early?agentId=desk')
    await first.got('connected')
    first.send({ t: 'text.input', text: 'hello' })
    first.audio(Buffer.alloc(640))
    first.send({ t: 'start', callId: 'late' })
    first.send({ t: 'start', agentId: 'nobody' })
    first.send({ t: 'resume', token: 'x'.repeat(43), lastSeq: 0 })
    expect((await first.got('resume_failed')).reason).toBe('not_live')
    first.send({ t: 'start' })
    await first.got('tts.started')
    first.send({ t: 'start' })
    first.send({ t: 'end' })
    expect((await first.closed).code).toBe(1000)
    expect(first.all('error').map(({ code, message, fatal, field }) => [code, message, fatal, field])).toEqual([
      ['bad_request', 'Send "start" first.', false, undefined],
      ['bad_request', 'Send "start" before audio.', false, undefined],
      ['bad_request', 'This socket is the call "early".', false, '/callId'],
      ['bad_request', 'This socket asked for the agent "desk".', false, '/agentId'],
      ['bad_request', 'The call has begun; send "start" once.', false, undefined],
    ])
    const idle = line('idle?agentId=desk')
    await idle.got('connected')
    idle.send({ t: 'end' })
    expect((await idle.closed).code).toBe(1000)
  })

  test('a call whose socket is lost is resumed by its token, and nothing of its log is missed', async () => {
    const first = await lost('lost')
    const second = line('lost')
    expect(await second.got('connected')).toMatchObject({ epoch: 2, limits: { resumeGraceMs: GRACE_MS } })
    const seq = chainOf(first.messages).at(-1)!.seq
    second.send({ t: 'resume', token: 'x'.repeat(43), lastSeq: seq })
    expect((await second.got('resume_failed')).reason).toBe('wrong_token')
    second.send({ t: 'resume', token: first.token, lastSeq: 1_000 })
    expect((await second.got('resume_failed', 2)).reason).toBe('wrong_position')
    second.send({ t: 'resume', token: first.token, lastSeq: 0 })
    expect((await second.got('resumed')).fromSeq).toBe(1)
    await second.got('tts.started')
    const stopped = await second.got('tts.stopped')
    expect([stopped.cause, stopped.textHeard]).toEqual(['completed', stopped.textGenerated])
    second.send({ t: 'end' })
    expect((await second.closed).code).toBe(1000)
    const chain = chainOf(second.messages)
    expect(chain.map(({ prevSeq }) => prevSeq)).toEqual([0, ...chain.slice(0, -1).map(({ seq: one }) => one)])
    expect([first.complaints, second.complaints]).toEqual([[], []])
  })

  test('it is joined as it stands by the key that began it alone, and ends where nobody comes', async () => {
    const first = await lost('left')
    expect(await refusal(line('left?agentId=desk', other))).toEqual(
      conflict('The call "left" is live on another connection.'),
    )
    const odd = line('left')
    await odd.got('connected')
    odd.send({ t: 'start', audio: { sampleRateHz: 8000 } })
    expect(await refusal(odd)).toMatchObject({ code: 'bad_request', close: 4400 })
    const second = line('left')
    await second.got('connected')
    second.send({ t: 'start' })
    expect((await second.got('resumed')).fromSeq).toBeGreaterThan(chainOf(first.messages).at(-1)!.seq)
    second.socket.terminate()
    expect(await ended('left')).toBe('client_lost')
    expect(await refusal(line('left?agentId=desk'))).toEqual(
      conflict('The call "left" has ended (client_lost). Begin a new one.'),
    )
  })
})
