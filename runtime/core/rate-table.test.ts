import { expect, test } from 'vitest'
import { RateTable } from './rate-table.ts'

const policy = { name: 'test', count: 2, perMs: 1_000 }

test('every key has a limit of its own', () => {
  const table = new RateTable()
  expect([1, 2, 3].map(() => table.take('a', 0, policy).allowed)).toEqual([true, true, false])
  expect(table.take('b', 0, policy).allowed).toBe(true)
})

test('looking takes nothing', () => {
  const table = new RateTable()
  for (let i = 0; i < 9; i++) expect(table.look('a', 0, policy)).toMatchObject({ allowed: true, remaining: 1 })
})

test('it stays small: who asked longest ago is forgotten', () => {
  const table = new RateTable(2)
  for (const key of ['a', 'a', 'b', 'b', 'a', 'c']) table.take(key, 0, policy)
  expect(table.look('a', 0, policy).allowed).toBe(false)
  expect(table.look('b', 0, policy).allowed).toBe(true)
})
