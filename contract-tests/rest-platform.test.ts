import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ REALTIME_API_KEY: 'a-realtime-key-of-the-test' })
})
afterAll(() => stage.strike())

const specs = new URL('../specs/', import.meta.url)
const spec = async (name: string) => parse(await readFile(new URL(name, specs), 'utf8'), { merge: true })

/** The catalogue without the codes of drafts. */
async function liveProblems(): Promise<Record<string, object>> {
  const entries = Object.entries((await spec('problems.yaml')) as Record<string, object>)
  return Object.fromEntries(entries.filter(([, entry]) => !('x-status' in entry)))
}

test('health needs no key and says which documents are served', async () => {
  const { status, body } = await stage.rest.as(undefined).call('getHealth')
  expect([status, body]).toEqual([200, { status: 'ok', version: (await spec('openapi.yaml')).info.version }])
})

test('readiness names each part', async () => {
  const { status, body } = await stage.rest.as(undefined).call('getReadiness')
  expect(status).toBe(200)
  expect(body).toEqual({
    status: 'ready',
    checks: [
      ...['database', 'bus', 'accepting_calls', 'call_log'].map((name) => ({ name, ok: true })),
      { name: 'event_loop', ok: expect.any(Boolean), required: false },
      ...['artifacts', 'after_calls', 'asr', 'llm', 'tts'].map((name) => ({ name, ok: true, required: false })),
    ],
    contractViolations: 0,
  })
})

test.each([
  ['getOpenApiDocument', 'openapi', '3.1.0'],
  ['getRealtimeDocument', 'asyncapi', '3.0.0'],
  ['getEventsDocument', 'asyncapi', '3.0.0'],
] as const)(
  '%s gives a whole document without a draft and without an outside reference',
  async (id, field, version) => {
    const { status, body } = await stage.rest.as(undefined).call(id)
    expect([status, body[field]]).toEqual([200, version])
    const text = JSON.stringify(body)
    expect([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, at]) => at).filter((at) => !at!.startsWith('#/'))).toEqual(
      [],
    )
    expect(text).not.toContain('x-status')
  },
)

test('the published document is of this version of the specs: paths, operations and codes', async () => {
  const { body } = await stage.rest.call('getOpenApiDocument')
  const front = await spec('openapi.yaml')
  const items = await Promise.all(
    Object.entries(front.paths as Record<string, { $ref: string }>).map(async ([path, { $ref }]) => {
      const [file, key] = $ref.split('#/') as [string, string]
      const methods: object[] = Object.values((await spec(file))[key])
      const live = methods.filter((operation) => 'operationId' in operation && !('x-status' in operation))
      return live.length > 0 ? [path] : []
    }),
  )
  expect(Object.keys(body.paths)).toEqual(items.flat())
  expect(stage.contract.problemCodes).toEqual(Object.keys(await liveProblems()))
})

test('the JSON Schema of each webhook is served, whole, and takes the example of the SRS', async () => {
  const { body: document } = await stage.rest.as(undefined).call('getOpenApiDocument')
  const files = document.components.parameters.SchemaFile.schema.enum as string[]
  expect(files).toEqual(Object.keys(document.webhooks).map((type) => `${type}.v1.4.json`))
  for (const schemaFile of files) {
    const { body } = await stage.rest.as(undefined).call('getPayloadSchema', { path: { schemaFile } })
    expect(body.$id).toMatch(new RegExp(`/schemas/${schemaFile}$`))
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
    ;(formats as unknown as (ajv: Ajv2020) => void)(ajv)
    const fits = ajv.compile(body)(await spec('examples/webhook.agent.summary/valid-srs-7.4.1.json'))
    expect(fits).toBe(schemaFile === 'agent.summary.v1.4.json')
  }
})

test.each(['agent.summary.v1.3.json', 'agent.summary.v1.4', '..%2fopenapi.json', 'toString', '__proto__'])(
  'there is no schema of the name %s',
  async (name) => {
    const { status, body } = await stage.rest.as(undefined).fetch(`/schemas/${name}`)
    expect([status, body.code]).toEqual([400, 'bad_request'])
  },
)

test.each([
  ['getDocs', '/docs', '/docs/index.html'],
  ['getDocs', '/docs/', '/docs/index.html'],
  ['getFrontPage', '/', '/docs/index.html'],
  ['getLlmsText', '/llms.txt', '/docs/llms.txt'],
])('%s leads to the documentation', async (id, path, target) => {
  const response = await fetch(new URL(path, stage.platform.url), { redirect: 'manual' })
  stage.contract.judge(id, { status: 302, headers: response.headers, body: undefined })
  expect([response.status, response.headers.get('location'), await response.text()]).toEqual([302, target, ''])
})

const docsFile = (file: string) => stage.rest.as(undefined).call('getDocsFile', { path: { file } })

test('the documentation names every operation, message and problem', async () => {
  const { status, headers, body } = await docsFile('index.html')
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(body).toMatch(/^<!doctype html>/i)
  const { body: all } = await docsFile('llms-full.txt')
  for (const { method, path } of stage.contract.operations.values()) expect(all).toContain(`${method} ${path}`)
  for (const kind of [...stage.messages.serverKinds.keys(), ...stage.contract.problemCodes]) {
    expect(all).toContain(`\`${kind}\``)
  }
})

test('a page may load the files of this server and nothing else; the console alone may ask for the microphone', async () => {
  const front = await docsFile('index.html')
  const policy = front.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(front.headers.get('permissions-policy')).toContain('microphone=()')
  expect((await docsFile('console.html')).headers.get('permissions-policy')).toContain('microphone=(self)')
  const [, style = ''] = /href="(style-[0-9a-f]+\.css)"/.exec(front.body) ?? []
  expect((await docsFile(style)).headers.get('cache-control')).toContain('immutable')
  expect(front.headers.get('cache-control')).toBe('no-cache')
})

test.each([
  ['no-such-page.html', 404, 'not_found'],
  ['.hidden', 400, 'bad_request'],
  ['../package.json', 400, 'bad_request'],
  ['__proto__', 400, 'bad_request'],
  ['x'.repeat(121), 400, 'bad_request'],
])('the documentation has no file %s', async (file, status, code) => {
  const answer = await docsFile(file)
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('every problem of the catalogue can be looked up where its type says', async () => {
  const catalogue = await liveProblems()
  for (const [code, entry] of Object.entries(catalogue)) {
    const { status, body } = await stage.rest.as(undefined).call('getProblemType', { path: { code } })
    expect([status, body]).toEqual([200, { code, ...entry }])
  }
})

test('a problem that is not in the catalogue is refused', async () => {
  const { status, body } = await stage.rest.call('getProblemType', { path: { code: 'no_such_code' } })
  expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'bad_request', 'code'])
})

test('a request id that is given comes back, one that is not fit is replaced', async () => {
  const asked = async (id: string) =>
    (await stage.rest.call('getHealth', { headers: { 'x-request-id': id } })).headers.get('x-request-id')
  expect(await asked('trace-1.a_B')).toBe('trace-1.a_B')
  for (const bad of ['-x', 'a b', 'x'.repeat(65), '{}']) expect(await asked(bad)).toMatch(/^req_[0-9a-z]{26}$/)
  const minted = await Promise.all(Array.from({ length: 20 }, () => stage.rest.call('getHealth')))
  expect(new Set(minted.map(({ headers }) => headers.get('x-request-id'))).size).toBe(20)
})

test('the second key of the settings works, with the role dev', async () => {
  const rest = stage.rest.as('a-realtime-key-of-the-test')
  expect((await rest.call('createAgent', { body: { name: 'By dev', prompt: 'p' } })).status).toBe(201)
})
