import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Collector, startCollector } from '#simulators/otlp/collector.ts'
import type { ReceivedSpan } from '#simulators/otlp/spans.ts'
import { shortCall } from './short-call.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'
import { until } from './until.ts'

const HEADERS = 'Authorization=Basic%20cGstbGYtMTIzOnNrLWxmLTQ1Ng=='
let collector: Collector
let tools: ToolServer
let stage: Stage
beforeAll(async () => {
  collector = await startCollector()
  tools = await startToolServer()
  stage = await setStage({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: HEADERS,
    OTEL_SERVICE_NAME: 'voice-test',
    OTEL_TRACES_SAMPLER_ARG: '1',
    EGRESS_ALLOW: '127.0.0.1/32',
  })
  await stage.rest.call('createAgent', { body: { name: 'Sales', externalId: 'sales', prompt: 'You sell plans.' } })
})
afterAll(async () => {
  await stage.strike()
  tools.close()
  await collector.close()
})

const callSpans = async (name: string): Promise<ReceivedSpan[]> => {
  const { id } = (await stage.rest.call('getCall', { path: { callId: name } })).body
  const ofCall = (): ReceivedSpan[] => collector.spans.filter(({ attributes }) => attributes['session.id'] === id)
  await until('the span of the call', () => ofCall().some((span) => span.name === 'call'), 15_000)
  return ofCall()
}

describe('a call of two turns', () => {
  let spans: ReceivedSpan[]
  beforeAll(async () => {
    const { url, apiKey } = stage.platform
    const caller = new Speaker({ url, apiKey, callId: 'traced', agentId: 'sales' })
    await caller.call()
    caller.say(await recording('what-are-your-plans'))
    await caller.got('tts.stopped')
    caller.say(await recording('no-wait-tell-me-the-price'))
    await caller.got('tts.stopped', 2)
    await caller.hangUp()
    spans = await callSpans('traced')
  })

  test('has a span of its own, of each turn and of each stage, all in one trace (NFR 4.5)', () => {
    const [call] = spans.filter(({ name }) => name === 'call')
    const turns = spans.filter(
      ({ name, attributes }) => name === 'turn' && attributes['invorto.turn.initiator'] === 'caller',
    )
    expect(turns.length).toBeGreaterThanOrEqual(2)
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
    for (const turn of turns.slice(0, 2)) {
      const stages = spans.filter(({ parentId }) => parentId === turn.spanId).map(({ name }) => name.split(' ')[0])
      expect([turn.parentId, [...new Set(stages)].sort()]).toEqual([
        call!.spanId,
        ['chat', 'endpointing', 'stt', 'tts'],
      ])
    }
    expect(call?.resource).toEqual({
      'service.name': 'voice-test',
      'service.version': expect.any(String),
      'deployment.environment.name': 'dev',
    })
  })

  test('tells the model by the GenAI conventions, with the names that Langfuse reads', () => {
    const [chat] = spans.filter(({ name }) => name.startsWith('chat '))
    expect(chat?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': expect.any(String),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'session.id': expect.stringMatching(/^c_/),
      'langfuse.observation.completion_start_time': expect.any(String),
    })
  })

  test('leaves no words and no secret in what is sent (OBS-00 4)', () => {
    const sent = Buffer.concat([...collector.bodies])
      .toString('latin1')
      .toLowerCase()
    for (const word of ['what are your plans', 'tell me the price', 'rupees', 'you sell plans', stage.platform.apiKey])
      expect(sent).not.toContain(word.toLowerCase())
  })

  test('is sent with the headers of the setting', () => {
    expect(collector.headers[0]?.authorization).toBe('Basic cGstbGYtMTIzOnNrLWxmLTQ1Ng==')
  })
})

describe('a request', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const parentId = 'b7ad6b7169203331'
  const traced = (): Promise<ReceivedSpan> =>
    until('its span', () => collector.spans.find((span) => span.traceId === traceId), 15_000)

  test('goes on the trace that the client names, and hands it to the tool that it asks (W3C Trace Context)', async () => {
    await stage.rest.call('createTool', {
      body: {
        name: 'look_up',
        description: 'd',
        inputSchema: { type: 'object', properties: {} },
        kind: 'http',
        method: 'GET',
        url: `${tools.url}/thing`,
      },
    })
    const headers = { traceparent: `00-${traceId}-${parentId}-01` }
    const { status } = await stage.rest.call('invokeTool', {
      path: { toolName: 'look_up' },
      body: { args: {} },
      headers,
    })
    expect(status).toBe(200)
    const span = await traced()
    expect(span).toMatchObject({ parentId, kind: 'server', name: 'POST /v1/tools/:toolName/invoke', status: 'unset' })
    expect(span.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'invorto.operation': 'invokeTool',
    })
    expect(tools.visits.at(-1)?.headers.traceparent).toBe(`00-${traceId}-${span.spanId}-01`)
  })

  test.each(['', 'nonsense', `00-${'0'.repeat(32)}-${parentId}-01`, `ff-${traceId}-${parentId}-01`])(
    'with the traceparent %j begins a trace of its own',
    async (traceparent) => {
      const before = collector.spans.length
      expect((await stage.rest.call('listAgents', { headers: { traceparent } })).status).toBe(200)
      const span = await until(
        'its span',
        () => collector.spans.slice(before).find(({ attributes }) => attributes['invorto.operation'] === 'listAgents'),
        15_000,
      )
      expect([span.traceId.length, span.parentId]).toEqual([32, ''])
    },
  )
})

test('a call joins the trace of its handshake, with what is done after it', async () => {
  const [traceId, parentId] = ['1bf7651916cd43dd8448eb211c80319d', 'c7ad6b7169203332']
  const headers = { traceparent: `00-${traceId}-${parentId}-01` }
  const line = stage.dial('/v1/realtime/joined?agentId=sales', { headers })
  await line.got('connected')
  line.send({ t: 'start' })
  line.send({ t: 'end' })
  await line.closed
  const inTrace = () => collector.spans.filter((span) => span.traceId === traceId)
  const names = await until(
    'what follows the call',
    () => {
      const told = inTrace().map(({ name }) => name)
      return told.includes('after_call bundle') && told.includes('call') && told
    },
    20_000,
  )
  expect(names).toContain('after_call cost')
  const call = inTrace().find(({ name }) => name === 'call')!
  expect(call.parentId).toBe(parentId)
  for (const span of inTrace().filter(({ name }) => name.startsWith('after_call')))
    expect(span.parentId).toBe(call.spanId)
  expect(line.complaints).toEqual([])
})

test('a collector that is away costs nothing but the spans: calls go on', async () => {
  collector.status = 503
  await shortCall(stage, 'unseen', 'sales')
  expect((await stage.rest.as(undefined).call('getReadiness')).status).toBe(200)
  collector.status = 200
})
