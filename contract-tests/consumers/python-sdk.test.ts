import { MatchersV3 } from '@pact-foundation/pact'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outcomes, PythonPact } from './python-pact.ts'
import { sdkRequests } from './sdk-operations.ts'

const file = new PythonPact('invorto-python')
/** Its models are not read without a field that is always there. */
const requests = sdkRequests(true)

let outcomes: Outcomes
beforeAll(async () => {
  const cases = requests.map((request) => {
    const { id, answer } = request
    const given = { state: 'what it names is there', parameters: { operation: id } }
    return [id, { ...given, ...request, ...(answer !== undefined && { expected: MatchersV3.reify(answer as never) }) }]
  })
  outcomes = await file.drawnUpBy('pact_client.py', Object.fromEntries(cases))
}, 180_000)

describe('every method of both clients for Python asks what its operation takes, and reads what it promises', () => {
  test.each(requests.map(({ id }) => id))('%s', (id) => expect(outcomes[id]).toBeNull())
})

test('the pact is the committed one', () => file.expectCommitted())
