import type { Pool } from 'undici'
import { expect, test } from 'vitest'
import { documentOf } from '../../published.ts'
import { Fuzzer } from './fuzzer.ts'
import { operationsOf } from './requests.ts'
import { Resources } from './resources.ts'
import { Schemas } from './schema.ts'

test('what is told of a wrong answer has what was asked, and no key', async () => {
  const document = documentOf('openapi')
  const operation = operationsOf(document).find(({ id }) => id === 'listRates')!
  const deployment = { url: 'http://nowhere', toolUrl: null, operatorKey: 'an-operators-secret' }
  const own = new Resources(deployment, operation, { admin: 'an-admins-secret', analyst: 'an-analysts-secret' })
  const sent: { headers: Record<string, string> }[] = []
  const request = async (asked: (typeof sent)[number]) => {
    sent.push(asked)
    return { statusCode: 500, headers: {}, body: { text: async () => 'no' } }
  }
  const fuzzer = new Fuzzer({ request } as unknown as Pool, operation, { own, foreign: null }, new Schemas(document))
  const values = { path: {}, query: {}, header: {} }
  const told = await fuzzer.take({ values, body: undefined, names: 'any', wrong: null }).catch(String)
  expect(sent[0]!.headers.authorization).toContain('secret')
  expect(told).toContain('asked: {"path":"/v1/rates","method":"GET","headers":{"authorization":"***"}')
  expect(told).not.toContain('secret')
})
