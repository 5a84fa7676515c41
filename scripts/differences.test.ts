import { expect, test } from 'vitest'
import { differences } from './differences.ts'

const outputs = new Map([
  ['generated/a.gen.ts', 'a'],
  ['generated/b.gen.ts', 'b'],
  ['generated/validators/events.mjs', 'built'],
])

test('what is as it was made passes, built or not', () => {
  const committed = new Map([
    ['generated/a.gen.ts', 'a'],
    ['generated/b.gen.ts', 'b'],
  ])
  expect(differences(outputs, committed)).toEqual([])
})

test('an edit, a missing file and a file that nothing makes are each named', () => {
  const committed = new Map<string, string | null>([
    ['generated/a.gen.ts', 'a // by hand'],
    ['generated/b.gen.ts', null],
    ['generated/old.gen.ts', 'old'],
  ])
  expect(differences(outputs, committed)).toEqual([
    'generated/a.gen.ts differs from what specs/ and scripts/ make.',
    'generated/b.gen.ts is missing.',
    'generated/old.gen.ts is made by nothing; take it away.',
  ])
})
