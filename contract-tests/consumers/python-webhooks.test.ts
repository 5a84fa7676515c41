import { MatchersV3 } from '@pact-foundation/pact'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outcomes, PythonPact } from './python-pact.ts'
import { sdkWebhooks, signedHeaders } from './sdk-webhooks.ts'

const file = new PythonPact('invorto-python-webhooks')
const all = sdkWebhooks()

let outcomes: Outcomes
beforeAll(async () => {
  const cases = all.map((one) => [
    one.type,
    { ...one, headers: signedHeaders, expected: MatchersV3.reify(one.content as never) },
  ])
  outcomes = await file.drawnUpBy('pact_webhooks.py', Object.fromEntries(cases))
}, 180_000)

describe('every webhook is verified and unwrapped by invorto.webhooks for Python', () => {
  test.each(all.map(({ type }) => type))('%s', (type) => expect(outcomes[type]).toBeNull())
})

test('the pact is the committed one', () => file.expectCommitted())
