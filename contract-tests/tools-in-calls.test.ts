import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'
import { until } from './until.ts'

const SECRET = 'canary-77aa-credential'
let stage: Stage
let shop: ToolServer
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32', RESUME_GRACE_MS: '500' })
  shop = await startToolServer()
  await stage.rest.call('putSecret', { path: { secretName: 'shop_key' }, body: { value: SECRET } })
  const lookup = {
    name: 'lookup_order',
    method: 'POST',
    url: `${shop.url}/orders/{order_id}`,
    headers: { 'X-Key': '${secrets.shop_key}' },
    inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
    timeoutMs: 500,
  }
  await stage.rest.call('createTool', { body: lookup })
  const tools = [
    'lookup_order',
    {
      name: 'book_demo',
      description: 'Books a demo.',
      inputSchema: { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] },
      timeoutMs: 1500,
    },
  ]
  await stage.rest.call('createAgent', { body: { name: 'Shop', prompt: 'You sell.', externalId: 'shop', tools } })
})
afterAll(async () => {
  shop.close()
  await stage.strike()
})

let count = 0
async function begin(): Promise<{ line: Dialled; callId: string }> {
  const callId = `tools-${++count}`
  const line = stage.dial(`/v1/realtime/${callId}?agentId=shop`)
  await line.got('connected')
  line.send({ t: 'start' })
  return { line, callId }
}

/** Waits until the model has said this. */
const says = (line: Dialled, words: string) =>
  until(`"${words}"`, () =>
    line
      .all('llm.delta')
      .map(({ text }) => text)
      .join('')
      .includes(words),
  )

/** The timeline's entries of tools, when the call is over and its log is stored. */
async function hangUp({ line, callId }: { line: Dialled; callId: string }) {
  line.send({ t: 'end' })
  await line.closed
  expect(line.complaints).toEqual([])
  return await until('the timeline', async () => {
    const { body } = await stage.rest.call('getCallTimeline', { path: { callId }, query: { limit: 1000 } })
    const entries: { type: string }[] = body.data
    return entries.some(({ type }) => type === 'call.ended') && entries.filter(({ type }) => type.startsWith('tool.'))
  })
}

describe('an HTTP tool', () => {
  test('is asked once, with its secret and a key, and the agent answers with what came of it', async () => {
    shop.answers({ body: '{"status":"shipped"}' })
    const call = await begin()
    call.line.send({ t: 'text.input', text: 'where is order number 4711' })
    await says(call.line, '"status":"shipped"')
    expect(shop.visits).toMatchObject([{ method: 'POST', url: '/orders/4711', body: '{}' }])
    expect(shop.visits[0]?.headers).toMatchObject({ 'x-key': SECRET })
    const id = shop.visits[0]?.headers['idempotency-key']
    expect(call.line.all('tool.call')).toEqual([])
    expect(await hangUp(call)).toMatchObject([
      { type: 'tool.requested', toolCallId: id, name: 'lookup_order', args: { order_id: '4711' }, blocking: true },
      { type: 'tool.succeeded', toolCallId: id, name: 'lookup_order', httpStatus: 200, resultHash: expect.any(String) },
    ])
    expect(stage.platform.output()).not.toContain(SECRET)
  })

  test('that fails is told to the model, which answers all the same', async () => {
    shop.answers({ afterMs: 900, body: '{}' })
    const call = await begin()
    call.line.send({ t: 'text.input', text: 'where is order number 4712' })
    await says(call.line, 'timeout')
    expect(await hangUp(call)).toMatchObject([{ type: 'tool.requested' }, { type: 'tool.failed', error: 'timeout' }])
    expect(shop.visits).toHaveLength(1)
  })

  test('that echoes its secret does not give it to the model', async () => {
    shop.answers({ body: JSON.stringify({ echo: SECRET }) })
    const call = await begin()
    call.line.send({ t: 'text.input', text: 'where is order number 4713' })
    await says(call.line, '[secret]')
    expect(JSON.stringify([call.line.messages, await hangUp(call)])).not.toContain(SECRET)
  })
})

describe('a client tool', () => {
  const book = async () => {
    const call = await begin()
    call.line.send({ t: 'text.input', text: 'please book a demo' })
    return { ...call, asked: await call.line.got('tool.call') }
  }

  test('is carried out by the client, and its answer is spoken of', async () => {
    const { asked, ...call } = await book()
    expect(asked).toMatchObject({ name: 'book_demo', args: { note: 'please book a demo' }, deadlineMs: 1500 })
    expect(asked.id).toMatch(/^tk_[0-9a-z]{26}$/)
    call.line.send({ t: 'tool.result', id: asked.id, result: { slot: 'friday' } })
    await says(call.line, 'friday')
    call.line.send({ t: 'tool.result', id: asked.id, result: { slot: 'monday' } })
    expect(await call.line.got('error')).toMatchObject({ code: 'conflict', fatal: false, field: '/id' })
    expect(await hangUp(call)).toMatchObject([
      { type: 'tool.requested', toolCallId: asked.id },
      { type: 'tool.succeeded', toolCallId: asked.id },
    ])
  })

  test('that answers with an error, or not at all, is told to the model', async () => {
    const { asked, ...call } = await book()
    call.line.send({ t: 'tool.result', id: asked.id, error: { message: 'The calendar is closed.' } })
    await says(call.line, 'client_error')
    call.line.send({ t: 'text.input', text: 'please book another demo' })
    const again = await call.line.got('tool.call', 2)
    await says(call.line, 'timeout')
    call.line.send({ t: 'tool.result', id: again.id, result: 'too late' })
    expect(await call.line.got('error')).toMatchObject({ code: 'conflict', fatal: false })
    expect((await hangUp(call)).map(({ type }) => type)).toEqual([
      'tool.requested',
      'tool.failed',
      'tool.requested',
      'tool.failed',
    ])
  })

  test.each([
    [{ id: 'tk-unknown', result: {} }, '/id'],
    [{ result: {}, error: { message: 'both' } }, '/result'],
    [{}, '/result'],
  ])('an answer like %j is a mistake, and the right one still counts', async (wrong, field) => {
    const { asked, ...call } = await book()
    call.line.send({ t: 'tool.result', id: asked.id, ...wrong })
    expect(await call.line.got('error')).toMatchObject({ code: 'bad_request', fatal: false, field })
    call.line.send({ t: 'tool.result', id: asked.id, result: { slot: 'friday' } })
    await says(call.line, 'friday')
    await hangUp(call)
  })

  test('a result of 64 KB fits, and one of more is refused as the tool’s failure', async () => {
    const small = await book()
    small.line.send({ t: 'tool.result', id: small.asked.id, result: 'a'.repeat(65_534) })
    await says(small.line, 'Done.')
    expect((await hangUp(small)).map(({ type }) => type)).toEqual(['tool.requested', 'tool.succeeded'])
    const large = await book()
    large.line.send({ t: 'tool.result', id: large.asked.id, result: 'a'.repeat(65_535) })
    await says(large.line, 'too_large')
    expect(await hangUp(large)).toMatchObject([{}, { type: 'tool.failed', error: 'too_large' }])
  })

  test('a client that is gone cancels what was asked of it', async () => {
    const { line, callId } = await book()
    line.socket.terminate()
    const entries = await until('the end', async () => {
      const { body } = await stage.rest.call('getCallTimeline', { path: { callId } })
      const types: string[] = body.data.map(({ type }: { type: string }) => type)
      return types.includes('call.ended') && types.filter((type) => type.startsWith('tool.'))
    })
    expect(entries).toEqual(['tool.requested', 'tool.failed'])
  })
})

describe('a built-in tool', () => {
  const rules = stringify({
    rules: [
      { when: 'press (.+)', call: { name: 'send_dtmf', arguments: { digits: '$1' } } },
      { after_tool: 'send_dtmf', reply: 'It says {result}.' },
      { when: 'hang up', call: { name: 'end_call' } },
    ],
    fallback: 'Yes.',
  })
  let platform: Stage
  beforeAll(async () => {
    platform = await setStage({}, rules)
    const agent = {
      name: 'Keys',
      prompt: 'You dial.',
      externalId: 'keys',
      dtmf: { tool: true },
      endCall: { tool: true },
    }
    await platform.rest.call('createAgent', { body: agent })
  })
  afterAll(() => platform.strike())
  const dial = async (callId: string) => {
    const line = platform.dial(`/v1/realtime/${callId}?agentId=keys`)
    await line.got('connected')
    line.send({ t: 'start' })
    return line
  }

  test('presses keys, which the client gets one by one, and is never asked of the client (FR-T7)', async () => {
    const line = await dial('keys-1')
    line.send({ t: 'text.input', text: 'press 1*#' })
    await says(line, '"pressed":3')
    expect(line.all('dtmf.received').map(({ digit }) => digit)).toEqual(['1', '*', '#'])
    expect(line.all('tool.call')).toEqual([])
    line.send({ t: 'end' })
    await line.closed
    expect(line.complaints).toEqual([])
  })

  test.each(['12x', '1'.repeat(33)])('with the keys %s presses none, and the model is told', async (keys) => {
    const line = await dial(`keys-bad-${keys.length}`)
    line.send({ t: 'text.input', text: `press ${keys}` })
    await says(line, 'bad_arguments')
    expect(line.all('dtmf.received')).toEqual([])
    line.send({ t: 'end' })
    await line.closed
  })

  test('ends the call (FR-G1)', async () => {
    const line = await dial('keys-2')
    line.send({ t: 'text.input', text: 'please hang up' })
    expect(await line.got('end')).toMatchObject({ reason: 'agent_hangup' })
    expect((await line.closed).code).toBe(1000)
    expect(line.complaints).toEqual([])
  })

  test.each(['end_call', 'send_dtmf'])('has its name %s for itself', async (name) => {
    const tool = await stage.rest.call('createTool', { body: { name, kind: 'client', description: 'x' } })
    expect([tool.status, tool.body.errors[0].pointer]).toEqual([400, '/name'])
    const tools = [{ name, description: 'x' }]
    const agent = await stage.rest.call('createAgent', { body: { name: 'Wrong', prompt: 'p', tools } })
    expect([agent.status, agent.body.errors[0].pointer]).toEqual([400, '/tools/0/name'])
  })
})

test('an agent refuses tools that are not there, are there twice, or are defined wrongly', async () => {
  const refused = async (tools: unknown[]) =>
    (await stage.rest.call('createAgent', { body: { name: 'Wrong', prompt: 'p', tools } })).body.errors[0].pointer
  expect(await refused(['never_was'])).toBe('/tools/0')
  expect(await refused(['lookup_order', 'lookup_order'])).toBe('/tools/1')
  const inPlace = { name: 'x', description: '', inputSchema: { type: 'object', $ref: '#' } }
  expect(await refused(['lookup_order', inPlace])).toBe('/tools/1/inputSchema/$ref')
  const path = { agentId: 'shop' }
  const change = await stage.rest.call('updateAgent', { path, body: { tools: ['never_was'] } })
  expect([change.status, change.body.errors[0].pointer]).toEqual([400, '/tools/0'])
})
