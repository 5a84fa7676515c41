import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import type { Change } from '../released/change.ts'
import { headline, nextVersion } from './headline.ts'
import { markdownOf } from './markdown.ts'
import { outlineOf } from './outline.ts'
import { pageOf } from './page.ts'
import { isEmpty, reviewOf, type Side } from './report.ts'
import { terminalText } from './terminal.ts'

function side(operations: readonly string[], extra: Partial<Side> = {}): Side {
  const paths = Object.fromEntries(
    operations.map((id) => [`/v1/${id}`, { get: { operationId: id, 'x-requirement': ['FR-A1'] } }]),
  ) as JsonObject
  const empty = { asyncapi: '3.0.0' }
  return {
    surface: {
      documents: { openapi: { openapi: '3.1.0', paths }, realtime: empty, events: empty },
      problems: {},
      settings: {},
      drafts: {},
    },
    generated: {
      'server types': `export interface operations {\n${operations.map((id) => `    ${id}: {};\n`).join('')}}`,
    },
    examples: new Map(),
    rows: [{ id: 'FR-A1', title: 'It is there.', status: 'live', file: 'a.yaml' }],
    ...extra,
  }
}

const named = { base: 'main', version: '1.4.0', findings: [], brokenPacts: [], notes: [] }
const tests = new Map([['contract-tests/b.test.ts', "await ask('/v1/b')"]])

test('nothing is told where nothing is different', () => {
  const review = reviewOf(side(['a']), side(['a']), [], tests, named)
  expect(isEmpty(review)).toBe(true)
  expect(review.impact).toBe('none')
})

test('the report of an operation that came and one that went', () => {
  const examples = new Map([['b/valid-b.json', '{}']])
  const review = reviewOf(side(['a']), side(['b'], { examples }), [], tests, named)
  expect(
    markdownOf(outlineOf(review)),
  ).toBe(`**major: 1.4.0 -> 2.0.0; 1 operation gone, 1 operation new; 1 of them breaks somebody**

Held against main.

### major: \`GET /v1/a\` (a) is gone

Breaks everybody who uses it.

server types: \`operations.a\`

\`\`\`diff
- a: {};
\`\`\`

- requirements
  - FR-A1 live: It is there.

### minor: \`GET /v1/b\` (b) is new

Nobody breaks: nobody knows it yet.

server types: \`operations.b\`

\`\`\`diff
+ b: {};
\`\`\`

- examples
  - added \`valid-b.json\`

- requirements
  - FR-A1 live: It is there.

- tests
  - \`contract-tests/b.test.ts\`
`)
})

test('items that change alike are one block, drafts stand apart, and rows are told', () => {
  const change: Change = { surface: 'openapi', items: ['a', 'b'], impact: 'minor', message: 'More.', pointer: '' }
  const drafts: Change = {
    surface: 'drafts',
    items: ['c'],
    impact: 'none',
    message: 'The draft `c` is gone.',
    pointer: '',
  }
  const rows = [{ id: 'FR-A1', title: 'It is there.', status: 'planned', file: 'a.yaml' }]
  const review = reviewOf(side(['a', 'b'], { rows }), side(['a', 'b']), [change, drafts], tests, named)
  expect(review.blocks.map(({ items }) => items.map(({ name }) => name))).toEqual([['a', 'b']])
  expect(review.drafts).toEqual(['The draft `c` is gone.'])
  expect(review.rows).toEqual([{ id: 'FR-A1', title: 'It is there.', before: 'planned', after: 'live' }])
  expect(headline(review)).toBe('minor: 1.4.0 -> 1.5.0; 2 operations changed, 1 of drafts; nobody breaks')
})

test('what the platform answers and what clients send have other victims', () => {
  const pointer = (part: string) => `#/paths/~1v1~1a/get/${part}`
  const broken = (part: string): Change => ({
    surface: 'openapi',
    items: ['a'],
    impact: 'major',
    message: 'Broken.',
    pointer: pointer(part),
  })
  const affected = (part: string) =>
    reviewOf(side(['a']), side(['a']), [broken(part)], tests, named).blocks[0]!.affected
  expect(affected('responses/200')).toBe('Breaks clients that read its answer.')
  expect(affected('requestBody')).toBe('Breaks clients that send it.')
})

test('the next version', () => {
  const bumps = (['none', 'patch', 'minor', 'major'] as const).map((impact) => nextVersion('1.4.2', impact))
  expect(bumps).toEqual(['1.4.2', '1.4.3', '1.5.0', '2.0.0'])
})

test('the terminal keeps to its width, and colours only where it can', () => {
  const pieces = outlineOf(reviewOf(side(['a']), side(['b']), [], tests, named))
  const text = terminalText(pieces, { columns: 40, colours: false })
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
  expect(text).not.toContain('\u001b')
  expect(terminalText(pieces, { columns: 40, colours: true })).toContain('\u001b[31m')
})

test('the page stands alone, and what is quoted in it is no HTML', () => {
  const change: Change = { surface: 'openapi', items: ['a'], impact: 'patch', message: '<script>', pointer: '' }
  const page = pageOf(outlineOf(reviewOf(side(['a']), side(['a']), [change], tests, named)))
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toMatch(/<script|<link|src=|https?:/)
})
