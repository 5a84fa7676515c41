import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PactComparison } from './compare.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is edited is any part of it
const read = (path: string): any => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
const comparison = new PactComparison({
  openapi: read('generated/documents/openapi.json'),
  realtime: read('generated/documents/realtime.json'),
})

/** What is said when one interaction is another. */
// biome-ignore lint/suspicious/noExplicitAny: as above
async function said(consumer: string, description: string, edit: (interaction: any) => void): Promise<string[]> {
  const pact = read(`contract-tests/pacts/invorto-${consumer}.json`)
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const interaction = pact.interactions.find((one: any) => one.description === description)
  expect(await comparison.faults({ ...pact, interactions: [interaction] })).toEqual([])
  edit(interaction)
  const faults = await comparison.faults({ ...pact, interactions: [interaction] })
  expect(new Set(faults.map((fault) => fault.interaction))).toEqual(new Set([description]))
  return faults.map(({ message }) => message)
}

test.each(['server', 'python'])(
  'of invorto-%s, a field that no answer has, one that no request takes, a path and a status that are not there are named',
  async (consumer) => {
    const hoped = await said(consumer, 'getAgent', (one) => Object.assign(one.response.body.content, { mood: 'good' }))
    expect(hoped).toEqual([expect.stringContaining('must NOT have additional properties - mood at response.body')])
    const sent = await said(consumer, 'createAgent', (one) => Object.assign(one.request.body.content, { mood: 'good' }))
    expect(sent).toEqual([expect.stringContaining('must NOT have additional properties - mood at request.body')])
    const path = await said(consumer, 'getTool', (one) => Object.assign(one.request, { path: '/v1/tulls/x' }))
    expect(path).toEqual([expect.stringContaining('not defined in spec file: GET /v1/tulls/x')])
    const status = await said(consumer, 'listAgents', (one) => Object.assign(one.response, { status: 299 }))
    expect(status).toEqual([expect.stringContaining('status code not defined in spec file: 299')])
  },
)

test('null may stand in place of one of several kinds, and one that is none of them is named', async () => {
  const edit = (one: { response: { body: { content: object } } }) =>
    Object.assign(one.response.body.content, { payload: { type: 'call.begun' } })
  expect(await said('python', 'getWebhookDelivery', edit)).toContainEqual(expect.stringContaining('payload'))
})

test('a message is held against its own kind, and one that the socket does not have is named', async () => {
  const field = await said('realtime', 'ttsStopped', (one) => Object.assign(one.contents.content, { mood: 'good' }))
  expect(field).toEqual([expect.stringContaining('must NOT have additional properties - mood at contents.content')])
  const kind = await said('realtime', 'pong', (one) => Object.assign(one.contents.content, { t: 'ping-pong' }))
  expect(kind).toEqual(['there is no sendToCaller "ping-pong" in the documents'])
})

test('a webhook is held against its payload and its headers, and must say which it is', async () => {
  const field = await said('webhooks', 'call.ended', (one) => Object.assign(one.contents.content, { why: 'x' }))
  expect(field).toEqual([expect.stringContaining('must NOT have additional properties - why at contents.content')])
  const header = await said('webhooks', 'asr.final', (one) => Object.assign(one.metadata, { 'x-sig': 'y' }))
  expect(header).toEqual([expect.stringContaining('must NOT have additional properties - x-sig at metadata')])
  const unnamed = await said('webhooks', 'qa.flags', (one) => Object.assign(one, { comments: {} }))
  expect(unnamed).toEqual([expect.stringContaining('says of no operation')])
})
