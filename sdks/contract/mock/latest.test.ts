import { expect, test } from 'vitest'
import { Faults } from './faults.ts'
import { Latest } from './latest.ts'
import { MOST_OF_A_KIND, Store } from './store.ts'

test('the oldest goes, and what is set again is new', () => {
  const latest = new Latest<string, number>(2)
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    latest.set(key, value)
  expect([latest.get('a'), latest.get('b'), latest.get('c')]).toEqual([3, undefined, 4])
})

test('a mock that is asked for ever keeps the newest of each kind', () => {
  const store = new Store()
  for (let id = 0; id <= MOST_OF_A_KIND; id += 1) store.add('/v1/agents', { id: String(id) })
  expect(store.all('/v1/agents')).toHaveLength(MOST_OF_A_KIND)
  expect([store.find('/v1/agents', '0'), store.find('/v1/agents', String(MOST_OF_A_KIND))]).toEqual([
    undefined,
    { id: String(MOST_OF_A_KIND) },
  ])
})

test('planned faults are met once by each address, in their order', () => {
  const faults = new Faults(['429', '500'])
  const met = ['GET /a', 'GET /a', 'GET /b', 'GET /a'].map((operation) => faults.next(operation, null))
  expect([...met, faults.next('GET /a', 'stall')]).toEqual(['429', '500', '429', null, 'stall'])
})
