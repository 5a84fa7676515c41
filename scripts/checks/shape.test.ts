import { expect, test } from 'vitest'
import { handlerFindings, operationsIn } from './handler-files.ts'
import { type ShapeException, shapeFindings } from './shape.ts'
import { sourceOf } from './sources.ts'

const found = (path: string, text: string, exceptions: ShapeException[] = []): string[] =>
  shapeFindings([sourceOf(path, text)], exceptions).map(({ line, message }) => `${line} ${message}`)
const lines = (count: number): string => '  call()\n'.repeat(count)

test('names are kebab-case and say what the thing is', () => {
  expect(found('runtime/core/key-hash.test.ts', '')).toEqual([])
  expect(found('runtime/core/base-url.ts', '')).toEqual([])
  expect(found('runtime/core/keyHash.ts', '')).toEqual(['1 "keyHash.ts" is not kebab-case'])
  expect(found('runtime/utils/call-manager.ts', '')).toEqual([
    '1 "utils" says nothing: name what it is',
    '1 "call-manager.ts" says nothing: name what it is',
  ])
})

test('exports are named, but those of a tool’s configuration', () => {
  const text = "export * from './a.ts'\nexport { b } from './b.ts'\nexport default 1\nexport default function c() {}"
  expect(found('runtime/core/a.ts', text)).toEqual([
    '1 export the names, not *',
    '3 export a name, not a default',
    '4 export a name, not a default',
  ])
  expect(found('vitest.config.ts', 'export default {}')).toEqual([])
})

test('files and functions are short; a list of tests is as long as it needs to be', () => {
  expect(found('a.ts', `const x = 1\n${'\n'.repeat(399)}`)).toEqual([])
  expect(found('a.ts', '\n'.repeat(401))).toEqual(['1 the file has 401 lines, the limit is 400'])
  expect(found('a.ts', `function short() {\n${lines(58)}}`)).toEqual([])
  expect(found('a.ts', `\nconst long = () => {\n${lines(59)}}`)).toEqual(['2 long has 61 lines, the limit is 60'])
  expect(found('a.test.ts', `describe('x', () => {\ntest('y', () => {})\n${lines(99)}})`)).toEqual([])
})

test('an exception excuses what it names up to its size, and fails when nobody needs it', () => {
  const exception = { rule: 'function-lines', path: 'a.ts', name: 'long', lines: 61, reason: 'it is a table' } as const
  expect(found('a.ts', `function long() {\n${lines(59)}}`, [exception])).toEqual([])
  expect(found('a.ts', `function long() {\n${lines(60)}}`, [exception])).toHaveLength(1)
  expect(found('a.ts', 'function long() {}', [exception])).toEqual([
    '1 a.ts long needs no exception any more: take it out',
  ])
})

test('each operation that is served has its file and its name there', () => {
  const document = {
    item: { get: { operationId: 'getCall' }, post: { operationId: 'joinCall', 'x-status': 'draft' } },
    list: { get: { operationId: 'listCalls' } },
  }
  const operations = operationsIn('calls', document)
  const sources = [sourceOf('handlers/calls/get-call.ts', 'export const getCalls = 1')]
  expect(handlerFindings(operations, sources)).toEqual([
    { path: 'handlers/calls/get-call.ts', line: 1, message: 'must export getCall' },
    { path: 'handlers/calls/list-calls.ts', line: 1, message: 'is missing: listCalls needs a handler' },
  ])
})
