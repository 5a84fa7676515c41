import { MatchersV3 } from '@pact-foundation/pact'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outcomes, PythonPact } from './python-pact.ts'
import { refusals } from './refusals.ts'

const file = new PythonPact('invorto-python-errors')

let outcomes: Outcomes
beforeAll(async () => {
  const cases = Object.entries(refusals).map(([name, refusal]) => {
    return [name, { ...refusal, expected: MatchersV3.reify(refusal.answer as never) }]
  })
  outcomes = await file.drawnUpBy('pact_errors.py', Object.fromEntries(cases))
}, 180_000)

describe('what the platform refuses both clients for Python raise by its class, with its code and its places', () => {
  test.each(Object.keys(refusals))('%s', (name) => expect(outcomes[name]).toBeNull())
})

test('the pact is the committed one', () => file.expectCommitted())
