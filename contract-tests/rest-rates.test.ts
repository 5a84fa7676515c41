import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, developmentTenant } from './database.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

const rate = {
  ...{ service: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_in', per: 1_000_000 },
  ...{ price: 11.5, currency: 'INR', source: 'Our contract of May 2026' },
}
const create = (differences: object = {}) => stage.rest.call('createRate', { body: { ...rate, ...differences } })

describe('rates', () => {
  test('the defaults are there; a rate of the tenant comes before them', async () => {
    const { body } = await stage.rest.call('listRates')
    expect(body.data.map(({ owner }: { owner: string }) => owner)).toEqual(Array(6).fill('platform'))
    const effectiveFrom = '2026-05-01T05:30:00+05:30'
    const { status, body: made } = await create({ effectiveFrom, price: 0.000001 })
    expect(status).toBe(201)
    const stands = { owner: 'tenant', price: 0.000001, effectiveFrom: '2026-05-01T00:00:00.000Z' }
    expect(made).toMatchObject({ ...rate, ...stands })
    const { body: first } = await stage.rest.call('listRates', { query: { limit: 1 } })
    expect(first.data).toEqual([made])
    const { body: next } = await stage.rest.call('listRates', { query: { limit: 100, cursor: first.nextCursor } })
    expect(next).toEqual({ data: body.data, nextCursor: null })
  })

  test('without a day a rate holds from now on, without a model for all of them', async () => {
    const { model: _, ...general } = rate
    const { body } = await stage.rest.call('createRate', { body: general })
    expect([body.model, body.effectiveFrom]).toEqual([null, body.createdAt])
  })

  test.each([
    ['a unit that the service does not count', { unit: 'characters' }, '/unit'],
    ['a price of more than six decimals', { price: 0.0000015 }, '/price'],
    ['an instant that no clock shows', { effectiveFrom: '2016-12-31T23:59:60Z' }, '/effectiveFrom'],
    ['a negative price', { price: -0.01 }, '/price'],
    ['a price without end', { price: 1e300 }, '/price'],
    ['a price that is text', { price: '11.5' }, '/price'],
    ['nothing as the number of units', { per: 0 }, '/per'],
    ['a currency that we do not have', { currency: 'EUR' }, '/currency'],
    ['an empty source', { source: ' ' }, '/source'],
    ['a model that is no name', { model: "m' or true --" }, '/model'],
  ])('%s is refused', async (_name, differences, pointer) => {
    const { status, body } = await create(differences)
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([400, 'bad_request', pointer])
  })

  test('only an admin sets rates; everybody of the tenant sees them, and nobody else', async () => {
    for (const role of ['dev', 'analyst'] as const) {
      const rest = stage.rest.as((await addKey(stage.database, role, developmentTenant)).key)
      expect((await rest.call('createRate', { body: rate })).status).toBe(403)
      expect((await rest.call('listRates')).body.data.length).toBeGreaterThan(6)
    }
    const other = stage.rest.as((await addKey(stage.database, 'admin')).key)
    expect((await other.call('listRates')).body.data).toHaveLength(6)
  })
})
