import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

let count = 0
const named = (more: object = {}) => ({ name: `Agent ${++count}`, prompt: 'You help.', ...more })
const create = async (more: object = {}) => (await stage.rest.call('createAgent', { body: named(more) })).body
const defaults = {
  externalId: null,
  firstMessage: null,
  apology: 'I am sorry, something went wrong on our side. Please try again in a moment.',
  locale: 'en-IN',
  interruptible: true,
  asr: { provider: 'deepgram', model: 'nova-3', confidenceThreshold: 0.65, repeatQuestion: null },
  llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
  tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en', rate: 1 },
  endpointing: { provider: 'invorto', silenceMs: 220, minWords: 2, confidence: 0.65, waitFunction: '200 + 1200 * x' },
  consent: null,
  silence: { questionAfterMs: 15_000, maxQuestions: 1, question: null, hangUpAfterMs: 60_000 },
  maxDurationSec: 3_600,
  endCall: { phrases: [], farewell: null, tool: false },
  dtmf: { tool: false },
  guardrails: { instructions: [], blockedPhrases: [], blockedReply: null },
  summary: { enabled: true, instructions: null },
  successEvaluation: null,
  recording: { enabled: true },
  events: { content: false },
  tools: [],
}

describe('createAgent', () => {
  test('fills in every default', async () => {
    const { status, body } = await stage.rest.call('createAgent', { body: { name: 'Plain', prompt: 'You help.' } })
    expect(status).toBe(201)
    const { id, createdAt, updatedAt, ...settings } = body
    expect(settings).toEqual({ ...defaults, name: 'Plain', prompt: 'You help.', version: 1, publishedVersion: null })
    expect(id).toMatch(/^a_[0-9a-z]{26}$/)
    expect(updatedAt).toBe(createdAt)
    expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(10_000)
  })

  test('keeps every setting that is given, and fills in the rest of a nested one', async () => {
    const given = {
      externalId: 'every-setting',
      firstMessage: 'नमस्ते 👋',
      locale: 'es-ES',
      interruptible: false,
      asr: { provider: 'deepgram', model: 'nova-2' },
      llm: { temperature: 0 },
      tts: { voiceId: 'aura-2-diana-es', rate: 0.9 },
      endpointing: { silenceMs: 500 },
      consent: { prompt: 'This call is recorded.' },
      silence: { hangUpAfterMs: 45_000 },
      maxDurationSec: 900,
      endCall: { phrases: ['goodbye'] },
      guardrails: { instructions: ['Give no medical advice.'], blockedPhrases: ['guaranteed returns'] },
    }
    const agent = await create(given)
    expect(agent).toMatchObject({ ...given, llm: { ...defaults.llm, temperature: 0 } })
    expect(agent.endpointing).toEqual({ ...defaults.endpointing, silenceMs: 500 })
    expect((await stage.rest.call('getAgent', { path: { agentId: agent.id } })).body).toEqual(agent)
  })

  test.each([
    ['a locale that nobody speaks', { locale: 'hi-IN' }, '/locale', 'voices for de, en, es, fr, it, ja, nl'],
    ['a voice of another language', { locale: 'es-MX' }, '/tts/voiceId', 'deepgram: aura-2-agustina-es'],
    ['a voice that is none', { tts: { voiceId: 'aura-2-nobody-en' } }, '/tts/voiceId', 'no voice "aura-2-nobody-en"'],
    [
      'a rate that the voice does not have',
      { locale: 'fr-FR', tts: { voiceId: 'aura-2-hector-fr', rate: 1.1 } },
      '/tts/rate',
      'rate 1 only',
    ],
    [
      'an endpointing provider that is not run',
      { endpointing: { provider: 'livekit' } },
      '/endpointing/provider',
      '"invorto" and "off"',
    ],
    [
      'a waitFunction that cannot be read',
      { endpointing: { waitFunction: '200 + y' } },
      '/endpointing/waitFunction',
      '"y" is unknown',
    ],
  ])('refuses %s, and says what there is', async (_what, given, pointer, says) => {
    const { status, body } = await stage.rest.call('createAgent', { body: named(given) })
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'bad_request', pointer])
    expect(body.detail).toContain(says)
  })

  test('refuses a name that another agent has', async () => {
    const { name } = await create()
    const { status, body } = await stage.rest.call('createAgent', { body: { name, prompt: 'p' } })
    expect([status, body.code]).toEqual([409, 'conflict'])
    expect(body.errors).toEqual([{ pointer: '/name', message: 'is taken', keyword: 'unique' }])
  })

  test('refuses an externalId that another agent has', async () => {
    await create({ externalId: 'desk' })
    const { status, body } = await stage.rest.call('createAgent', { body: named({ externalId: 'desk' }) })
    expect([status, body.code, body.errors[0].pointer]).toEqual([409, 'conflict', '/externalId'])
  })

  test.each(['a_01jd3w7q8re5a9v6c2k4m0n7xz', 'c_01jd3w7q8re5a9v6c2k4m0n7xz', 'req_01jd3w7q8re5a9v6c2k4m0n7xz'])(
    'refuses an externalId that looks like an id of ours: %s',
    async (externalId) => {
      const { status, body } = await stage.rest.call('createAgent', { body: named({ externalId }) })
      expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'bad_request', '/externalId'])
    },
  )

  test('of two that ask for one name at once, one gets it', async () => {
    const body = named()
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.rest.call('createAgent', { body })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
  })

  test.each(['a\u0000b', 'a\ud800b'])('refuses text that the database cannot hold: %j', async (prompt) => {
    const { status, body } = await stage.rest.call('createAgent', { body: named({ prompt }) })
    expect([status, body.errors[0].pointer]).toEqual([400, '/prompt'])
  })
})

describe('getAgent', () => {
  test('finds by id and by externalId', async () => {
    const agent = await create({ externalId: 'found-by-name' })
    for (const agentId of [agent.id, 'found-by-name']) {
      const { status, body } = await stage.rest.call('getAgent', { path: { agentId } })
      expect([status, body]).toEqual([200, agent])
    }
  })

  test.each(['no-such-agent', 'a_01jd3w7q8re5a9v6c2k4m0n7xz', 'c_01jd3w7q8re5a9v6c2k4m0n7xz', 'null'])(
    'does not find %s',
    async (agentId) => {
      const { status, body } = await stage.rest.call('getAgent', { path: { agentId } })
      expect([status, body.code]).toEqual([404, 'not_found'])
      expect(body.detail).toContain(agentId)
    },
  )
})

describe('updateAgent', () => {
  const patch = (agentId: string, body: unknown) => stage.rest.call('updateAgent', { path: { agentId }, body })

  test('merges what is nested, leaves the rest, and counts the version up', async () => {
    const agent = await create({ externalId: 'merged', llm: { temperature: 0.1, maxTokens: 99 } })
    const { status, body } = await patch('merged', { llm: { temperature: 1.5 }, endpointing: { minWords: 0 } })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...agent,
      version: 2,
      updatedAt: body.updatedAt,
      llm: { ...defaults.llm, temperature: 1.5, maxTokens: 99 },
      endpointing: { ...defaults.endpointing, minWords: 0 },
    })
    expect(Date.parse(body.updatedAt)).toBeGreaterThanOrEqual(Date.parse(agent.createdAt))
    expect((await stage.rest.call('getAgent', { path: { agentId: agent.id } })).body).toEqual(body)
  })

  test('null clears externalId and firstMessage', async () => {
    const agent = await create({ externalId: 'cleared', firstMessage: 'Hello.' })
    const { body } = await patch(agent.id, { externalId: null, firstMessage: null })
    expect([body.externalId, body.firstMessage]).toEqual([null, null])
    expect((await stage.rest.call('getAgent', { path: { agentId: 'cleared' } })).status).toBe(404)
  })

  test('takes application/json as well', async () => {
    const { id } = await create()
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const asked = { path: { agentId: id }, body: { prompt: 'New.' }, headers }
    const { status, body } = await stage.rest.call('updateAgent', asked)
    expect([status, body.prompt]).toEqual([200, 'New.'])
  })

  test('refuses names that other agents have, and changes nothing', async () => {
    const other = await create({ externalId: 'others' })
    const agent = await create()
    for (const change of [{ name: other.name }, { externalId: 'others' }]) {
      const { status, body } = await patch(agent.id, { ...change, prompt: 'lost' })
      expect([status, body.errors[0].pointer]).toEqual([409, `/${Object.keys(change)[0]}`])
    }
    expect((await stage.rest.call('getAgent', { path: { agentId: agent.id } })).body).toEqual(agent)
  })

  test('lets an agent keep its own names', async () => {
    const { id, name } = await create({ externalId: 'own' })
    expect((await patch(id, { name, externalId: 'own' })).status).toBe(200)
  })

  test.each([
    [{}, ''],
    [{ name: null }, '/name'],
    [{ llm: null }, '/llm'],
    [{ llm: { temperature: null } }, '/llm/temperature'],
    [{ version: 7 }, '/version'],
    [{ id: 'a_01jd3w7q8re5a9v6c2k4m0n7xz' }, '/id'],
    [{ externalId: 'a_01jd3w7q8re5a9v6c2k4m0n7xz' }, '/externalId'],
    [[], ''],
  ])('refuses %j and names %j', async (change, pointer) => {
    const agent = await create()
    const { status, body } = await patch(agent.id, change)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'bad_request', pointer])
    expect((await stage.rest.call('getAgent', { path: { agentId: agent.id } })).body).toEqual(agent)
  })

  test('does not find what is not there', async () => {
    expect((await patch('nobody', { prompt: 'p' })).status).toBe(404)
  })

  test('loses no change of many at once', async () => {
    const { id } = await create()
    await Promise.all(Array.from({ length: 10 }, (_, i) => patch(id, { endpointing: { silenceMs: 200 + i } })))
    expect((await stage.rest.call('getAgent', { path: { agentId: id } })).body.version).toBe(11)
  })
})

describe('deleteAgent', () => {
  test('is done once, then nothing is found, and the names are free again', async () => {
    const body = named({ externalId: 'short-lived' })
    const { id } = (await stage.rest.call('createAgent', { body })).body
    const gone = await stage.rest.call('deleteAgent', { path: { agentId: 'short-lived' } })
    expect([gone.status, gone.body]).toEqual([204, undefined])
    for (const agentId of [id, 'short-lived']) {
      expect((await stage.rest.call('deleteAgent', { path: { agentId } })).status).toBe(404)
      expect((await stage.rest.call('getAgent', { path: { agentId } })).status).toBe(404)
      expect((await stage.rest.call('updateAgent', { path: { agentId }, body: { prompt: 'p' } })).status).toBe(404)
    }
    const { data } = (await stage.rest.call('listAgents', { query: { limit: 100 } })).body
    expect(data.map((agent: { id: string }) => agent.id)).not.toContain(id)
    expect((await stage.rest.call('createAgent', { body })).status).toBe(201)
  })
})

describe('listAgents', () => {
  test('walks all of them newest first, with no gap and no repeat, whatever the page', async () => {
    for (let i = 0; i < 5; i++) await create()
    const { data: all, nextCursor } = (await stage.rest.call('listAgents', { query: { limit: 100 } })).body
    expect(nextCursor).toBeNull()
    expect(all.length).toBeGreaterThan(20)
    const times = all.map((agent: { createdAt: string }) => agent.createdAt)
    expect(times).toEqual([...times].sort().reverse())
    for (const limit of [1, 7, all.length, undefined]) {
      const walked: unknown[] = []
      let cursor: string | null = null
      do {
        const query = { ...(limit && { limit }), ...(cursor !== null && { cursor }) }
        const page: { data: unknown[]; nextCursor: string | null } = (await stage.rest.call('listAgents', { query }))
          .body
        expect(page.data.length).toBeLessThanOrEqual(limit ?? 20)
        walked.push(...page.data)
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(walked).toEqual(all)
    }
  })

  test.each(['x', 'AAAA', 'AZLEX8Bpf3Wn0Wv1m3lqDw0', '0', '-'])('refuses the cursor %j', async (cursor) => {
    const { status, body } = await stage.rest.call('listAgents', { query: { cursor } })
    expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'bad_request', 'cursor'])
  })

  test.each([0, 101, -1, 'ten', '1.5', '', 'Infinity', '-Infinity', '1e999', 'NaN', '0x'])(
    'refuses the limit %j',
    async (limit) => {
      const { status, body } = await stage.rest.call('listAgents', { query: { limit } })
      expect([status, body.errors?.[0].parameter]).toEqual([400, 'limit'])
    },
  )
})
