import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
let tests: string
beforeAll(async () => {
  stage = await setStage()
  const here = new URL('./', import.meta.url)
  const names = (await readdir(here)).filter((name) => name.endsWith('.test.ts') && !name.startsWith('completeness'))
  tests = (await Promise.all(names.map((name) => readFile(new URL(name, here), 'utf8')))).join('\n')
})
afterAll(() => stage.strike())

test('every operation that is published is called by a test', () => {
  const called = [...stage.contract.operations.keys()].filter((id) => tests.includes(`'${id}'`))
  expect(called).toEqual([...stage.contract.operations.keys()])
})

test('every message that the server may send is waited for by a test', () => {
  const kinds = [...stage.messages.serverKinds.keys()]
  expect(kinds.filter((kind) => tests.includes(`'${kind}'`))).toEqual(kinds)
})

test('every status that an operation documents, but 500, is seen by a test of the whole', () => {
  const statuses = new Set([...stage.contract.operations.values()].flatMap(({ statuses }) => statuses))
  statuses.delete(500)
  expect([...statuses].filter((status) => new RegExp(`\\b${status}\\b`).test(tests)).sort()).toEqual(
    [...statuses].sort(),
  )
})
