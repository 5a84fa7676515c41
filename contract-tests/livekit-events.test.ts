import { createHmac, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { WebhookReceiver } from 'livekit-server-sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import { post as postTo, recording, signed, tell as tellTo } from './livekit-server.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import type { Answer, Rest } from './rest.ts'
import { shortCall } from './short-call.ts'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const { apiKey, apiSecret } = recording
const project = { url: 'wss://acme.livekit.cloud', apiKey, apiSecret }
const settings = { CONTENT_KEY: Buffer.alloc(32, 5).toString('base64'), URL_SIGNING_KEY: 'u'.repeat(40) }
const shared = { INVORTO_DEV_API_KEY: newKey(), ...settings }

let stage: Stage
/** Another process on the same database; no call is live in it. */
let other: Platform
let removeFolder: () => Promise<void>
beforeAll(async () => {
  stage = await setStage(shared)
  const folder = await temporaryFolder()
  removeFolder = folder.remove
  other = await startPlatform(folder.path, {
    ...shared,
    DATABASE_URL: stage.database,
    KEY_PEPPER: 'a pepper of the contract tests, long enough',
    DEEPGRAM_BASE_URL: stage.simulators.deepgramUrl,
    OPENAI_BASE_URL: stage.simulators.openaiUrl,
    RATE_LIMIT_FAILED_KEYS_PER_MINUTE: '100000',
  })
  const agent = { name: 'Greeter', externalId: 'greeter', prompt: 'Greet.', firstMessage: 'Hello.' }
  expect((await stage.rest.call('createAgent', { body: agent })).status).toBe(201)
  await stage.rest.call('setLiveKitProject', { body: project })
})
afterAll(async () => {
  await other.stop()
  await removeFolder()
  await stage.strike()
})

/** Every answer is held against the document. */
const judged =
  <Asked extends unknown[]>(ask: (...asked: Asked) => Promise<Answer>) =>
  async (...asked: Asked): Promise<Answer> => {
    const answer = await ask(...asked)
    stage.contract.judge('receiveLiveKitEvent', answer)
    return answer
  }
const post = judged(postTo)
const tell = judged(tellTo)

let count = 0
/** An event that no other test has. */
const event = (more: object, kind = 'room_started') => {
  count += 1
  return {
    event: kind,
    id: `EV_test${count}`,
    createdAt: '1755776530',
    room: { sid: `RM_${count}`, name: 'nowhere' },
    ...more,
  }
}

interface StoredEvent {
  readonly seq: number
  readonly event_type: string
  readonly livekit?: object
  readonly data: Readonly<Record<string, unknown>>
}

async function logOf(callId: string, rest: Rest = stage.rest): Promise<StoredEvent[]> {
  const { id } = (await rest.call('getCall', { path: { callId } })).body
  const rows = await sql<{ envelope: StoredEvent }>(
    stage.database,
    `select envelope from events where envelope->>'session_id' = $1 order by seq`,
    [id],
  )
  const log = rows.map(({ envelope }) => envelope)
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const { data } = (await rest.call('getCallTimeline', { path: { callId }, query: { limit: 1000 } })).body
  const shown = (names: string[]) => names.filter((name) => name.startsWith('livekit.'))
  const logged = shown(log.map(({ event_type }) => event_type))
  expect(shown(data.map(({ type }: { type: string }) => type)).slice(0, logged.length)).toEqual(logged)
  return log
}

const roomEvents = (log: readonly StoredEvent[]) => log.filter(({ event_type }) => event_type.startsWith('livekit.'))

async function liveCall(name: string): Promise<Dialled> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=greeter`)
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.started')
  return line
}

const logged = (callId: string, number: number) =>
  until(`${number} events of the room`, async () => {
    const found = roomEvents(await logOf(callId))
    return found.length >= number && found
  })

describe('what a real server posted', () => {
  const names = ['room_started', 'participant_joined', 'track_published', 'track_published', 'track_unpublished']
  const events = recording.hooks.filter(({ body }) => !body.includes('EV_GvLntQu4JR7o'))

  test('is the story of a room', () => {
    expect(recording.hooks.map(({ event: name }) => name)).toEqual([
      ...names,
      'track_unpublished',
      'participant_left',
      'room_finished',
      'participant_connection_aborted',
    ])
  })

  test('is told to any process and stands once, in order, in the log of the live call that another one owns', async () => {
    const line = await liveCall('call-1')
    for (const { body } of events) {
      const { status, body: receipt } = await tell(other.url, project, body)
      expect([status, receipt]).toEqual([200, { outcome: body.includes('room_finished') ? 'ignored' : 'logged' }])
    }
    const found = await logged('call-1', 7)
    const [room, joined, audio, video, ...gone] = found
    const within = room!.livekit
    expect(room).toMatchObject({
      event_type: 'livekit.room.created',
      component: 'control_plane',
      severity: 'info',
      pii: { contains_pii: false, fields: [], handling: 'none' },
      livekit: { room: expect.stringMatching(/^RM_/) },
      data: { event_id: 'EV_dZ9hpjmbvW7H' },
    })
    expect(joined).toMatchObject({
      event_type: 'livekit.participant.joined',
      livekit: { ...within, participant: 'PA_hSE2oeckyDpX' },
      data: { event_id: 'EV_x6EqPryxNnyR', participant_kind: 'standard' },
    })
    expect(audio).toMatchObject({
      event_type: 'livekit.track.published',
      livekit: { ...within, participant: 'PA_hSE2oeckyDpX', track: 'TR_Ats7JYN53j9sF' },
      data: { kind: 'audio' },
    })
    expect(video).toMatchObject({ event_type: 'livekit.track.published', data: { kind: 'video' } })
    expect(gone.map(({ event_type }) => event_type)).toEqual([
      'livekit.track.unpublished',
      'livekit.track.unpublished',
      'livekit.participant.left',
    ])
    expect(gone[2]).toMatchObject({ data: { reason: 'client_initiated' } })
    for (const { body } of events.slice(0, 7)) {
      expect((await tell(stage.platform.url, project, body)).body).toEqual({ outcome: 'repeated' })
    }
    line.send({ t: 'end' })
    await line.closed
    expect(roomEvents(await logOf('call-1')).length).toBe(7)
    expect(line.complaints).toEqual([])
  })

  test('is kept without what it says of people and without the password of its TURN server', async () => {
    const tables = await sql<{ name: string }>(
      stage.database,
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    expect(tables.map(({ name }) => name)).toContain('livekit_events')
    for (const { name } of tables) {
      const rows = await sql<{ row: string }>(stage.database, `select to_jsonb(t)::text as row from "${name}" t`)
      expect([
        name,
        /caller-asha|Asha Verma|9812345678|turnPassword|Zk4f1LbWq8sY/.exec(rows.map(({ row }) => row).join()),
      ]).toEqual([name, null])
    }
  })

  test('is signed as the library of LiveKit signs and reads it', async () => {
    const { body } = recording.hooks[0]!
    const token = await signed(body, project)
    const read = await new WebhookReceiver(apiKey, apiSecret).receive(body, token)
    expect(read).toMatchObject({ event: 'room_started', id: 'EV_dZ9hpjmbvW7H' })
  })
})

describe('which call it is', () => {
  test('session_id in the metadata of the room goes before the name of the room', async () => {
    const line = await liveCall('by-metadata')
    const room = {
      sid: 'RM_meta',
      name: 'Asha and the doctor',
      metadata: '{"session_id":"by-metadata","phone":"+919812345678"}',
    }
    expect((await tell(stage.platform.url, project, event({ room }))).body).toEqual({ outcome: 'logged' })
    expect(await logged('by-metadata', 1)).toMatchObject([{ livekit: { room: 'RM_meta' } }])
    line.send({ t: 'end' })
    await line.closed
  })

  test('after its end a call takes what comes late, without a gap', async () => {
    await shortCall(stage, 'over', 'greeter')
    const room = { sid: 'RM_over', name: 'over' }
    const gone = { participant: { sid: 'PA_1', identity: 'x', disconnectReason: 'ROOM_DELETED' }, room }
    const outcomes = await Promise.all(
      [stage.platform.url, other.url, stage.platform.url, other.url].map((url, index) =>
        tell(
          url,
          project,
          event({ ...gone, participant: { ...gone.participant, sid: `PA_${index}` } }, 'participant_left'),
        ),
      ),
    )
    expect(outcomes.map(({ body }) => body)).toEqual(Array.from({ length: 4 }, () => ({ outcome: 'logged' })))
    const found = await logged('over', 4)
    expect(new Set(found.map(({ livekit }) => (livekit as { participant: string }).participant)).size).toBe(4)
    const log = await logOf('over')
    expect(log.map(({ event_type }) => event_type)).toEqual(expect.arrayContaining(['call.ended', 'cost.computed']))
  })

  test.each([
    ['a room that is no call', event({})],
    ['a room with a name that no call can have', event({ room: { sid: 'RM_x', name: '../etc/passwd' } })],
    ['a room without a name', event({ room: { sid: 'RM_x' } })],
    ['metadata that is no JSON', event({ room: { sid: 'RM_x', name: 'nowhere', metadata: '{"session_id":' } })],
    [
      'metadata whose session_id is no text',
      event({ room: { sid: 'RM_x', name: 'nowhere', metadata: '{"session_id":{}}' } }),
    ],
    ['a kind that is none of ours', event({ egressInfo: { egressId: 'EG_1' } }, 'egress_started')],
    ['a kind that nobody knows yet', event({ room: { sid: 'RM_x', name: 'over' } }, 'constructor')],
    ['a participant that is left out', event({ room: { sid: 'RM_x', name: 'over' } }, 'participant_joined')],
    [
      'a track that is left out',
      event({ room: { sid: 'RM_x', name: 'over' }, participant: { sid: 'PA_x' } }, 'track_published'),
    ],
  ])('%s is received, and nothing of it is kept', async (_what, told) => {
    const before = await sql(stage.database, 'select * from livekit_events')
    expect(await tell(stage.platform.url, project, told)).toMatchObject({ status: 200, body: { outcome: 'ignored' } })
    expect(await sql(stage.database, 'select * from livekit_events')).toEqual(before)
  })
})

describe('who may tell', () => {
  const body = JSON.stringify(event({ room: { sid: 'RM_x', name: 'over' } }))
  const claims = { sha256: '' }
  const hand = (alg: string, key: Parameters<SignJWT['sign']>[0], more: object = {}) =>
    new SignJWT({ ...claims, iss: apiKey, exp: Math.floor(Date.now() / 1000) + 60, ...more })
      .setProtectedHeader({ alg })
      .sign(key)
  const none = (): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg: 'none' })}.${part({ iss: apiKey, exp: 9_999_999_999 })}.`
  }

  test.each<[string, () => Promise<string | undefined> | string | undefined]>([
    ['no token', () => undefined],
    ['an empty one', () => ''],
    ['our own API key', () => `Bearer ${stage.platform.apiKey}`],
    ['a scheme before the token', async () => `Bearer ${await signed(body, project)}`],
    ['another secret', () => signed(body, { apiKey, apiSecret: 'another secret of somebody else' })],
    ['another body', () => signed(`${body} `, project)],
    ['no body', () => hand('HS256', Buffer.from(apiSecret), { sha256: undefined })],
    ['a key that nobody has', () => signed(body, { apiKey: 'APIunknown', apiSecret })],
    ['a key that is no key', () => signed(body, { apiKey: "a' or 1=1 --", apiSecret })],
    [
      'a token that has expired',
      () => hand('HS256', Buffer.from(apiSecret), { exp: Math.floor(Date.now() / 1000) - 120 }),
    ],
    ['a token that never expires', () => hand('HS256', Buffer.from(apiSecret), { exp: undefined })],
    ['a token of 25 hours', () => signed(body, project, '25h')],
    ['a token of tomorrow', () => hand('HS256', Buffer.from(apiSecret), { nbf: Math.floor(Date.now() / 1000) + 3600 })],
    ['another algorithm of the same secret', () => hand('HS512', Buffer.from(apiSecret))],
    ['a key pair', () => hand('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    ['no signature', () => none()],
    ['no token at all', () => createHmac('sha256', apiSecret).update(body).digest('hex')],
    ['a token that is too long', async () => `${await signed(body, project)}${'A'.repeat(5000)}`],
  ])('%s is invalid_api_key', async (_what, token) => {
    const { status, body: problem } = await post(stage.platform.url, body, await token())
    expect([status, problem.code]).toEqual([401, 'invalid_api_key'])
    expect(JSON.stringify(problem)).not.toContain(apiSecret)
  })

  test('a clock that is off by less than a minute does no harm', async () => {
    const soon = Math.floor(Date.now() / 1000) + 45
    const told = JSON.stringify(event({}))
    const { sha256 } = JSON.parse(Buffer.from((await signed(told, project)).split('.')[1]!, 'base64url').toString())
    const early = await hand('HS256', Buffer.from(apiSecret), { sha256, nbf: soon, exp: soon + 300 })
    expect((await post(stage.platform.url, told, early)).status).toBe(200)
  })

  test('while secrets are rotated the one before is good too, and afterwards it is not', async () => {
    const next = 'the next secret of the project, 32+'
    await stage.rest.call('setLiveKitProject', { body: { ...project, apiSecret: next, previousApiSecret: apiSecret } })
    const bySecret = (secret: string) => tell(stage.platform.url, { apiKey, apiSecret: secret }, event({}))
    await until('the new secret', async () => (await bySecret(next)).status === 200)
    expect((await bySecret(apiSecret)).status).toBe(200)
    await stage.rest.call('setLiveKitProject', { body: { ...project, apiSecret: next } })
    await until('the end of the old one', async () => (await bySecret(apiSecret)).status === 401)
    await stage.rest.call('setLiveKitProject', { body: project })
    await until('the first one', async () => (await bySecret(apiSecret)).status === 200)
  })

  test.each<[string, string | Buffer, string | undefined, number, string]>([
    ['what is no JSON', '{"event":', undefined, 400, 'bad_request'],
    ['what is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), undefined, 400, 'bad_request'],
    ['an event without an id', '{"event":"room_started"}', undefined, 400, 'bad_request'],
    ['an event with NUL', '{"event":"room_started","id":"EV_\\u0000"}', undefined, 400, 'bad_request'],
    [
      'more than 256 KiB',
      JSON.stringify({ event: 'x', id: 'y', more: 'z'.repeat(256 * 1024) }),
      undefined,
      413,
      'payload_too_large',
    ],
    ['JSON by another name', '{"event":"x","id":"y"}', 'application/json', 401, 'invalid_api_key'],
    ['a form', 'event=x', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
  ])('%s is refused', async (_what, told, type, status, code) => {
    const { status: answered, body: problem } = await post(stage.platform.url, told, await signed(told, project), type)
    expect([answered, problem.code]).toEqual([status, code])
  })
})

describe('the project', () => {
  test('is shown without its secrets, keeps its ETag while events come, and tells when the last one came', async () => {
    const { body, headers } = await stage.rest.call('getLiveKitProject')
    expect(body).toEqual({ url: project.url, apiKey, updatedAt: expect.any(String), lastEventAt: expect.any(String) })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await tell(stage.platform.url, project, event({}))
    const later = await stage.rest.call('getLiveKitProject')
    expect(later.body.lastEventAt > body.lastEventAt).toBe(true)
    const tag = headers.get('etag')!
    expect(later.headers.get('etag')).toBe(tag)
    expect(
      (await stage.rest.call('setLiveKitProject', { body: project, headers: { 'if-match': '"old"' } })).status,
    ).toBe(412)
    expect((await stage.rest.call('setLiveKitProject', { body: project, headers: { 'if-match': tag } })).status).toBe(
      200,
    )
  })

  test('has a key that no other tenant can take, and is nobody else to see or remove', async () => {
    const rest = stage.rest.as((await addKey(stage.database, 'admin')).key)
    expect((await rest.call('getLiveKitProject')).body.code).toBe('not_found')
    expect((await rest.call('removeLiveKitProject')).body.code).toBe('not_found')
    const refused = await rest.call('setLiveKitProject', {
      body: { ...project, apiSecret: 'a secret of the other tenant' },
    })
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    const own = { ...project, apiKey: 'APIofTheOther', apiSecret: 'a secret of the other tenant' }
    expect((await rest.call('setLiveKitProject', { body: own })).status).toBe(200)
    // The call is another tenant's: to this one it is no call.
    const told = event({ room: { sid: 'RM_x', name: 'over' } })
    expect((await tell(stage.platform.url, own, told)).body).toEqual({ outcome: 'ignored' })
    const dev = stage.rest.as((await addKey(stage.database, 'dev')).key)
    expect((await dev.call('setLiveKitProject', { body: project })).body.code).toBe('forbidden')
  })

  test('that is removed tells nothing any more', async () => {
    expect((await stage.rest.call('removeLiveKitProject')).status).toBe(204)
    await until('the end', async () => (await tell(stage.platform.url, project, event({}))).status === 401)
    expect((await stage.rest.call('getLiveKitProject')).status).toBe(404)
  })
})
