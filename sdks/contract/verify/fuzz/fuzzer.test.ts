import type { Pool } from 'undici'
import { expect, test } from 'vitest'
import { documentOf, exampleBodies } from '../../published.ts'
import { ownName } from '../own-names.ts'
import { Fuzzer } from './fuzzer.ts'
import { operationsOf } from './requests.ts'
import { Resources } from './resources.ts'
import { Schemas } from './schema.ts'

const document = documentOf('openapi')
const deployment = { url: 'http://nowhere', toolUrl: null, operatorKey: 'an-operators-secret' }
const keys = { admin: 'an-admins-secret', analyst: 'an-analysts-secret' }

/** A fuzzer of one operation, whose every request is answered with the status, and what it has sent. */
function fuzzerOf(id: string, statusCode: number) {
  const operation = operationsOf(document, exampleBodies).find((one) => one.id === id)!
  const sent: { method: string; path: string; headers: Record<string, string> }[] = []
  const request = async (asked: (typeof sent)[number]) => {
    sent.push(asked)
    return { statusCode, headers: {}, body: { text: async () => 'no' } }
  }
  const own = new Resources(deployment, operation, keys)
  const pool = { request } as unknown as Pool
  return { sent, fuzzer: new Fuzzer(pool, operation, { own, foreign: null }, new Schemas(document)) }
}

test('what is told of a wrong answer has what was asked, and no key', async () => {
  const { sent, fuzzer } = fuzzerOf('listRates', 500)
  const values = { path: {}, query: {}, header: {} }
  const told = await fuzzer.take({ values, body: undefined, names: 'any', wrong: null }).catch(String)
  expect(sent[0]!.headers.authorization).toContain('secret')
  expect(told).toContain('asked: {"path":"/v1/rates","method":"GET","headers":{"authorization":"***"}')
  expect(told).not.toContain('secret')
})

test.each([
  ['putSecret', 'secretName', 'crm_api'],
  ['deleteSecret', 'secretName', 'crm_api'],
  ['deleteAgent', 'agentId', 'agent-abc'],
  ['deleteTool', 'toolName', 'get_order_status'],
  ['sendSessionCommand', 'sessionId', 'support-desk'],
  ['updateTenant', 'tenantId', 'support-desk'],
])('%s never names what it did not make, whatever is drawn', async (id, name, drawn) => {
  const { sent, fuzzer } = fuzzerOf(id, 404)
  const values = { path: { [name]: drawn }, query: {}, header: {} }
  for (const names of ['any', 'foreign'] as const)
    await fuzzer.take({ values, body: {}, names, wrong: null }).catch(() => {})
  const tooLong = { [name]: 'a'.repeat(65) }
  const wrong = { what: 'maxLength', statuses: [400], place: name, keyword: 'maxLength' }
  await fuzzer.take({ values: { ...values, path: tooLong }, body: {}, names: 'any', wrong }).catch(() => {})
  const named = sent.map(({ path }) => path.split('/').find((part) => part.includes(drawn) || part.startsWith('aaa')))
  expect(named).toEqual([ownName(drawn), ownName(drawn), 'a'.repeat(65)])
})
