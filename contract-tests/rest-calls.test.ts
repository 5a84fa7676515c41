import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'
import { unzipped } from './unzipped.ts'

let stage: Stage
let agentId: string
let otherAgentId: string
const names = ['call-1', 'call-2', 'call-3', 'call-4', 'call-5']

beforeAll(async () => {
  stage = await setStage()
  const create = (name: string) => stage.rest.call('createAgent', { body: { name, prompt: 'p', externalId: name } })
  agentId = (await create('first')).body.id
  otherAgentId = (await create('second')).body.id
  for (const name of names) await shortCall(stage, name, name === 'call-5' ? 'second' : 'first')
  for (const callId of names) {
    await until(
      `the cost of ${callId}`,
      async () => (await stage.rest.call('getCall', { path: { callId } })).body.usage,
    )
  }
})
afterAll(() => stage.strike())

const get = async (id: string, callId: string, query = {}) =>
  (await stage.rest.call(id, { path: { callId }, query })).body

describe('getCall', () => {
  test('shows a finished call, by its id and by its name', async () => {
    const call = await get('getCall', 'call-1')
    expect(call).toMatchObject({
      externalId: 'call-1',
      agentId,
      agentVersion: 1,
      direction: 'inbound',
      status: 'ended',
      endReason: 'caller_hangup',
    })
    expect(call.id).toMatch(/^c_[0-9a-z]{26}$/)
    expect(Date.parse(call.answeredAt)).toBeGreaterThanOrEqual(Date.parse(call.createdAt))
    expect(Date.parse(call.endedAt)).toBeGreaterThanOrEqual(Date.parse(call.answeredAt))
    expect(call.durationSec).toBeLessThan(10)
    expect(await get('getCall', call.id)).toEqual(call)
  })

  test('shows a live call, whose end is open', async () => {
    const line = stage.dial('/v1/realtime/live-one?agentId=first')
    await line.got('connected')
    line.send({ t: 'start' })
    const call = await until('the call', async () => {
      const { status, body } = await stage.rest.call('getCall', { path: { callId: 'live-one' } })
      return status === 200 && body.answeredAt !== null && body
    })
    expect(call).toMatchObject({ status: 'in_progress', endReason: null, endedAt: null, durationSec: null })
    line.send({ t: 'end' })
    await line.closed
  })

  test('says which version of the agent answered, and how that was set', async () => {
    await stage.rest.call('updateAgent', { path: { agentId: 'second' }, body: { prompt: 'q' } })
    await shortCall(stage, 'version-2', 'second')
    await stage.rest.call('updateAgent', { path: { agentId: 'second' }, body: { endpointing: { silenceMs: 400 } } })
    expect(await get('getCall', 'version-2')).toMatchObject({
      agentVersion: 2,
      agentConfigAtCallStart: { asr: { language: 'en-IN' }, endpointing: { silenceMs: 220 } },
    })
  })

  test.each(['getCall', 'getCallTimeline', 'getCallArtifacts'])('%s does not find what is not there', async (id) => {
    for (const callId of ['nothing', 'c_01jd3w7q8re5a9v6c2k4m0n7xz', agentId]) {
      const { status, body } = await stage.rest.call(id, { path: { callId } })
      expect([status, body.code]).toEqual([404, 'not_found'])
    }
  })
})

describe('listCalls', () => {
  const list = async (
    query = {},
  ): Promise<{ data: { id: string; externalId: string; createdAt: string }[]; nextCursor: string | null }> =>
    (await stage.rest.call('listCalls', { query })).body
  const listed = async (query = {}) => (await list({ limit: 100, ...query })).data.map(({ externalId }) => externalId)

  test('shows the newest first, page by page, with no gap and no repeat', async () => {
    const { data: all } = await list({ limit: 100 })
    expect(all.map(({ externalId }) => externalId).slice(-5)).toEqual([...names].reverse())
    const walked: unknown[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 2, ...(cursor && { cursor }) })
      walked.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(walked).toEqual(all)
  })

  test('filters by agent, by its id or its name; an unknown agent has no calls', async () => {
    expect(await listed({ agentId: 'first' })).toEqual(expect.arrayContaining(names.slice(0, 4)))
    expect(await listed({ agentId: 'first' })).not.toContain('call-5')
    expect(await listed({ agentId: otherAgentId })).toContain('call-5')
    expect(await listed({ agentId: 'nobody' })).toEqual([])
  })

  test('filters by status', async () => {
    expect(await listed({ status: 'ended' })).toEqual(expect.arrayContaining(names))
    expect(await listed({ status: 'ringing' })).toEqual([])
  })

  test('filters by time: startedAfter is in, startedBefore is out', async () => {
    const calls = (await list({ limit: 100 })).data
    const at = calls.find(({ externalId }) => externalId === 'call-3')!.createdAt
    expect(await listed({ startedAfter: at })).toContain('call-3')
    expect(await listed({ startedAfter: at })).not.toContain('call-2')
    expect(await listed({ startedBefore: at })).toContain('call-2')
    expect(await listed({ startedBefore: at })).not.toContain('call-3')
    expect(await listed({ startedAfter: at, startedBefore: at })).toEqual([])
  })

  test('the calls of an agent that was deleted stay in the list and readable', async () => {
    const body = { name: 'leaving', prompt: 'p', externalId: 'leaving' }
    const { id } = (await stage.rest.call('createAgent', { body })).body
    await shortCall(stage, 'left-behind', 'leaving')
    await stage.rest.call('deleteAgent', { path: { agentId: id } })
    expect(await listed()).toContain('left-behind')
    expect((await get('getCall', 'left-behind')).agentId).toBe(id)
  })

  test.each(['x', 'AAAA', '1', 'zzzzzzzzzzzzzzzzzzzzzz'])('refuses the cursor %j', async (cursor) => {
    const { status, body } = await stage.rest.call('listCalls', { query: { cursor } })
    expect([status, body?.code]).toEqual([400, 'bad_request'])
  })
})

describe('getCallTimeline', () => {
  /** All that follows the end is stored: it is written behind the call's back. */
  beforeAll(async () => {
    for (const name of names) {
      await until('its artifacts and its cost', async () => {
        const types = await typesOf(name)
        return types.includes('cost.computed') && types.filter((type) => type === 'artifact.stored').length === 4
      })
    }
  })
  const typesOf = async (name: string): Promise<string[]> =>
    (await get('getCallTimeline', name)).data.map(({ type }: { type: string }) => type)
  const whole = ['call.started', 'session.state_changed', 'call.answered', 'session.state_changed', 'call.ended']

  test('shows the whole log, oldest first, without a gap', async () => {
    const { data, nextCursor } = await get('getCallTimeline', 'call-1')
    const types = data.map(({ type }: { type: string }) => type)
    expect(types.filter((type: string) => whole.includes(type))).toEqual(whole)
    expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(data.map((_: unknown, i: number) => i + 1))
    const end = types.indexOf('call.ended')
    expect(data[end].reason).toBe('caller_hangup')
    const artifacts = data.slice(end).flatMap(({ artifact }: { artifact?: string }) => artifact ?? [])
    expect(artifacts.sort()).toEqual(['bundle', 'metrics', 'recording', 'transcript'])
    expect(nextCursor).toBeNull()
    const times = data.map(({ ts }: { ts: string }) => ts)
    expect(times).toEqual([...times].sort())
  })

  test.each([1, 2, 5])('in pages of %i it is the same', async (limit) => {
    const { data: all } = await get('getCallTimeline', 'call-2')
    const walked: unknown[] = []
    let cursor: string | null = null
    do {
      const page: { data: unknown[]; nextCursor: string | null } = await get('getCallTimeline', 'call-2', {
        limit,
        ...(cursor && { cursor }),
      })
      walked.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(walked).toEqual(all)
  })

  test('after gives only what is later; with a cursor the later of the two counts', async () => {
    const seqs = async (query: object) =>
      (await get('getCallTimeline', 'call-3', query)).data.map(({ seq }: { seq: number }) => seq)
    const all = await seqs({ after: 0 })
    expect(all.slice(0, 5)).toEqual([1, 2, 3, 4, 5])
    expect(await seqs({ after: 3 })).toEqual(all.slice(3))
    expect(await seqs({ after: all.length })).toEqual([])
    expect(await seqs({ after: 2147483647 })).toEqual([])
    const { nextCursor } = await get('getCallTimeline', 'call-3', { limit: 2 })
    expect(await seqs({ after: 1, cursor: nextCursor })).toEqual(all.slice(2))
    expect(await seqs({ after: 4, cursor: nextCursor })).toEqual(all.slice(4))
  })

  test.each([
    ['cursor', 'x'],
    ['cursor', '0'],
    ['cursor', '-1'],
    ['cursor', '9999999999'],
    ['cursor', '2147483648'],
    ['after', '-1'],
    ['after', '2147483648'],
    ['after', 'Infinity'],
    ['limit', '0'],
    ['limit', '1001'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await stage.rest.call('getCallTimeline', {
      path: { callId: 'call-1' },
      query: { [name]: value },
    })
    expect([status, body.errors?.[0].parameter]).toEqual([400, name])
  })
})

describe('getCallArtifacts and downloadArtifact', () => {
  const links = (callId: string) => get('getCallArtifacts', callId)
  const anonymous = () => stage.rest.as(undefined)

  test('the links work without a key, and hold what the call left behind', async () => {
    const { transcript, metrics } = await links('call-1')
    for (const link of [transcript, metrics]) {
      const answer = await until('the artifact', async () => {
        const one = await fetch(link)
        return one.status === 200 && one
      })
      expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
      const name = /[^/]+$/.exec(new URL(link).pathname)![0]
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await answer.text()).toBe('')
    }
  })

  test('the recording is a WAV file, and its link opens nothing else', async () => {
    const { recording, transcript } = await links('call-1')
    const { recording: other } = await links('call-2')
    const answer = await fetch(recording)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    const wav = Buffer.from(await answer.arrayBuffer())
    expect(Number(answer.headers.get('content-length'))).toBe(wav.length)
    expect([wav.toString('latin1', 0, 4), wav.readUInt32LE(4), wav.readUInt16LE(22)]).toEqual([
      'RIFF',
      wav.length - 8,
      2,
    ])
    const ask = async (link: URL) => {
      const path = { file: /[^/]+$/.exec(link.pathname)![0] }
      const query = Object.fromEntries(link.searchParams)
      return (await anonymous().call('downloadRecording', { path, query })).status
    }
    const aimed = (at: string): URL => {
      const link = new URL(recording)
      link.pathname = new URL(at).pathname
      return link
    }
    expect(await ask(aimed(recording))).toBe(200)
    expect(await ask(aimed(other))).toBe(403)
    expect(await ask(aimed(transcript))).toBe(400)
    expect((await fetch(aimed(transcript))).status).toBe(403)
  })

  test('the bundle holds all of it, as another reader of archives finds', async () => {
    const { bundle, ...others } = await until('the bundle', async () => {
      const found = await links('call-1')
      return found.bundle !== null && found
    })
    const answer = await fetch(bundle)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(answer.headers.get('content-disposition')).toMatch(/filename="c_[0-9a-z]{26}_artifacts.zip"/)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const inside = unzipped(bytes)
    expect(Object.keys(inside).sort()).toEqual([
      ...['metrics.ndjson', 'recording.wav', 'summary.json', 'timeline.json', 'transcript.jsonl'],
    ])
    const same = { 'recording.wav': others.recording, 'transcript.jsonl': others.transcript }
    for (const [name, link] of Object.entries({ ...same, 'metrics.ndjson': others.metrics }))
      expect(inside[name]!.equals(Buffer.from(await (await fetch(link)).arrayBuffer()))).toBe(true)
    expect(JSON.parse(String(inside['timeline.json']))[0]).toMatchObject({ type: 'call.started' })
    const signed = new URL(bundle)
    const ask = async (file: string) => {
      const query = Object.fromEntries(signed.searchParams)
      return (await anonymous().call('downloadBundle', { path: { file }, query })).status
    }
    const file = /[^/]+$/.exec(signed.pathname)![0]
    const other = /[^/]+$/.exec(new URL((await links('call-2')).bundle).pathname)![0]
    expect([await ask(file), await ask(other), await ask('c_1.wav')]).toEqual([200, 403, 400])
  })

  test('an agent that records nothing leaves no recording', async () => {
    const body = { name: 'discreet', prompt: 'p', externalId: 'discreet', recording: { enabled: false } }
    await stage.rest.call('createAgent', { body })
    await shortCall(stage, 'unrecorded', 'discreet')
    const { recording } = await until('the transcript', async () => {
      const found = await links('unrecorded')
      return found.metrics !== null && found
    })
    expect(recording).toBeNull()
  })

  test('a link lives five minutes', async () => {
    const { transcript } = await links('call-1')
    const left = Number(new URL(transcript).searchParams.get('expires')) - Date.now() / 1000
    expect(left).toBeGreaterThan(290)
    expect(left).toBeLessThanOrEqual(301)
  })

  test('a link that was changed in any part is refused', async () => {
    const { transcript, metrics } = await links('call-1')
    const other = await links('call-2')
    const ask = async (link: URL) => {
      const [, folder, file] = /\/v1\/artifacts\/([^/]+)\/(.+)$/.exec(link.pathname)!
      const query = Object.fromEntries(link.searchParams)
      return (await anonymous().call('downloadArtifact', { path: { folder: folder!, file: file! }, query })).status
    }
    const changed = (change: (link: URL) => void): URL => {
      const link = new URL(transcript)
      change(link)
      return link
    }
    const set = (name: string, value: string) => changed((link) => link.searchParams.set(name, value))
    const { searchParams } = new URL(transcript)
    const expires = Number(searchParams.get('expires'))
    const signature = searchParams.get('signature')!
    const flipped = `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`
    expect(await ask(new URL(transcript))).toBe(200)
    expect(await ask(set('expires', String(expires + 1)))).toBe(403)
    expect(await ask(set('expires', '1'))).toBe(403)
    expect(await ask(set('signature', flipped))).toBe(403)
    expect(await ask(set('signature', new URL(metrics).searchParams.get('signature')!))).toBe(403)
    expect(await ask(changed((link) => (link.pathname = new URL(other.transcript).pathname)))).toBe(403)
    expect(await ask(changed((link) => (link.pathname = new URL(metrics).pathname)))).toBe(403)
    expect(await ask(changed((link) => (link.pathname = link.pathname.replace('transcripts', 'secrets'))))).toBe(400)
    expect(await ask(set('signature', 'x'))).toBe(400)
    expect(await ask(set('expires', 'Infinity'))).toBe(400)
    expect(await ask(changed((link) => link.searchParams.delete('signature')))).toBe(400)
  })
})
