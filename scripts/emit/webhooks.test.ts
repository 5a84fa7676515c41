import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkWebhook, webhookEvents } from '#generated/webhooks.gen.ts'
import type { JsonObject } from '../bundle/json.ts'
import { defaultOf } from './commonjs.ts'
import { emitPayloadSchemas } from './payload-schemas.ts'
import { emitWebhooks, webhooksOf } from './webhooks.ts'

const at = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const payload = (type: string, version: string): JsonObject => ({
  title: 'EndedPayload',
  type: 'object',
  required: ['type', 'schemaVersion', 'why'],
  properties: {
    type: { const: type, type: 'string' },
    schemaVersion: { const: version, type: 'string' },
    why: at('Why'),
  },
})

function small(schema: JsonObject, files = ['call.ended.v1.4.json']): JsonObject {
  const post = {
    operationId: 'callEndedWebhook',
    summary: 'It is over',
    requestBody: { content: { 'application/json': { schema: at('EndedPayload') } } },
  }
  const parameters = [{ name: 'schemaFile', in: 'path', schema: { enum: files } }]
  return {
    servers: [{ url: 'https://api.example.com' }],
    paths: { '/schemas/{schemaFile}': { get: { operationId: 'getPayloadSchema', parameters } } },
    webhooks: { 'call.ended': { post } },
    components: {
      schemas: {
        EndedPayload: schema,
        Why: { type: 'object', 'x-pii': 'transcript', properties: { text: at('Words') } },
        Words: { type: 'string' },
        Other: { type: 'string' },
      },
    },
  }
}

test('a webhook has a payload of its type and of a version', () => {
  const [webhook] = webhooksOf(small(payload('call.ended', 'call.ended.v1.4')))
  expect(webhook).toMatchObject({ type: 'call.ended', schemaVersion: 'call.ended.v1.4', schema: 'EndedPayload' })
  const text = emitWebhooks(small(payload('call.ended', 'call.ended.v1.4')), 'specs/openapi.yaml')
  expect(text).toContain("readonly 'call.ended': EndedPayload")
  expect(text).toContain("schemaPath: '/schemas/call.ended.v1.4.json', summary: 'It is over'")
})

test.each([
  ['call.started', 'call.ended.v1.4', 'constant type "call.ended"'],
  ['call.ended', 'call.started.v1.4', 'constant schemaVersion'],
  ['call.ended', 'call.ended.v1', 'constant schemaVersion'],
  ['call.ended', 'call.ended.v1.4.0', 'constant schemaVersion'],
])('a payload of type %s and version %s is refused by name', (type, version, message) => {
  expect(() => webhooksOf(small(payload(type, version)))).toThrow(message)
})

test('a payload without a name is refused', () => {
  const document = small(payload('call.ended', 'call.ended.v1.4'))
  document.webhooks = { 'call.ended': { post: { requestBody: {} } } }
  expect(() => webhooksOf(document)).toThrow('The webhook call.ended needs a payload')
})

test('a payload schema holds all it needs, and nothing that other readers refuse', () => {
  const [[path, text] = ['', '']] = emitPayloadSchemas(small(payload('call.ended', 'call.ended.v1.4')))
  const schema = JSON.parse(text)
  expect([path, schema.$id]).toEqual([
    'generated/schemas/call.ended.v1.4.json',
    'https://api.example.com/schemas/call.ended.v1.4.json',
  ])
  expect(Object.keys(schema.$defs)).toEqual(['Why', 'Words'])
  expect(text).not.toMatch(/x-pii|#\/components/)
  const validate = new Ajv2020({ strict: true }).compile(schema)
  expect(validate({ type: 'call.ended', schemaVersion: 'call.ended.v1.4', why: { text: 'done' } })).toBe(true)
  expect(validate({ type: 'call.ended', schemaVersion: 'call.ended.v1.4', why: { text: 1 } })).toBe(false)
})

test('a payload whose schema nobody serves is named', () => {
  const document = small(payload('call.ended', 'call.ended.v1.4'), ['call.ended.v1.3.json'])
  expect(() => emitPayloadSchemas(document)).toThrow(
    'serves call.ended.v1.3.json, but the webhooks have call.ended.v1.4',
  )
})

test('endpoints can subscribe to the types that are posted, and to no other', async () => {
  const source = await readFile(new URL('../../specs/schemas/webhook.yaml', import.meta.url), 'utf8')
  expect([...parse(source).WebhookEventType.enum].sort()).toEqual(Object.keys(webhookEvents).sort())
})

test.each(Object.values(webhookEvents))(
  '$schemaVersion compiles alone, strictly, and agrees with the validator',
  async ({ schemaPath }) => {
    const read = async (path: string) => JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
    defaultOf(addFormats)(ajv)
    const validate = ajv.compile(await read(`generated${schemaPath}`))
    const summary = await read('specs/examples/webhook.agent.summary/valid-srs-7.4.1.json')
    expect(validate(summary)).toBe(schemaPath.includes('agent.summary'))
  },
)

test('every type has its version', () => {
  expect(Object.fromEntries(Object.entries(webhookEvents).map(([type, of]) => [type, of.schemaVersion]))).toEqual({
    'call.started': 'call.started.v1.4',
    'asr.final': 'asr.final.v1.4',
    'agent.tool_call': 'agent.tool_call.v1.4',
    'call.ended': 'call.ended.v1.4',
    'agent.summary': 'agent.summary.v1.4',
    'billing.usage.updated': 'billing.usage.updated.v1.4',
    'qa.flags': 'qa.flags.v1.4',
  })
})

test('a payload of no type is refused', () => {
  expect(checkWebhook({ type: 'toString' } as never)).toMatchObject({ pointer: '/type' })
})
