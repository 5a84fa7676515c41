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
const tests = new Map([['contract-tests/b.test.ts', "await ask('/v1/getB')"]])

test('nothing is told where nothing is different', () => {
  const review = reviewOf(side(['getA']), side(['getA']), [], tests, named)
  expect(isEmpty(review)).toBe(true)
  expect(review.impact).toBe('none')
})

test('the report of an operation that came and one that went', () => {
  const examples = new Map([['getB/valid-b.json', '{}']])
  const review = reviewOf(side(['getA']), side(['getB'], { examples }), [], tests, named)
  expect(
    markdownOf(outlineOf(review)),
  ).toBe(`**major: 1.4.0 -> 2.0.0; 1 operation gone, 1 operation new; 1 of them breaks somebody**

Held against main.

### major: \`GET /v1/getA\` (getA) is gone

Breaks everybody who uses it.

server types: \`operations.getA\`

\`\`\`diff
- getA: {};
\`\`\`

- requirements
  - FR-A1 live: It is there.

### minor: \`GET /v1/getB\` (getB) is new

Nobody breaks: nobody knows it yet.

server types: \`operations.getB\`

\`\`\`diff
+ getB: {};
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
  const change: Change = { surface: 'openapi', items: ['getA', 'getB'], impact: 'minor', message: 'More.', pointer: '' }
  const drafts: Change = {
    surface: 'drafts',
    items: ['getC'],
    impact: 'none',
    message: 'The draft `getC` is gone.',
    pointer: '',
  }
  const rows = [{ id: 'FR-A1', title: 'It is there.', status: 'planned', file: 'a.yaml' }]
  const review = reviewOf(side(['getA', 'getB'], { rows }), side(['getA', 'getB']), [change, drafts], tests, named)
  expect(review.blocks.map(({ items }) => items.map(({ name }) => name))).toEqual([['getA', 'getB']])
  expect(review.drafts).toEqual(['The draft `getC` is gone.'])
  expect(review.rows).toEqual([{ id: 'FR-A1', title: 'It is there.', before: 'planned', after: 'live' }])
  expect(headline(review)).toBe('minor: 1.4.0 -> 1.5.0; 2 operations changed, 1 of drafts; nobody breaks')
})

test('what the platform answers and what clients send have other victims', () => {
  const pointer = (part: string) => `#/paths/~1v1~1getA/get/${part}`
  const broken = (part: string): Change => ({
    surface: 'openapi',
    items: ['getA'],
    impact: 'major',
    message: 'Broken.',
    pointer: pointer(part),
  })
  const affected = (part: string) =>
    reviewOf(side(['getA']), side(['getA']), [broken(part)], tests, named).blocks[0]!.affected
  expect(affected('responses/200')).toBe('Breaks clients that read its answer.')
  expect(affected('requestBody')).toBe('Breaks clients that send it.')
})

test('a value that answers have no more breaks nobody who runs, and is told to those whose code may name it', () => {
  const pointer = '#/paths/~1v1~1getA/get/responses/200/content/application~1json/schema'
  const kept = ['x'] as const
  const edit = {
    ...{ kind: 'modified', type: 'Schema', property: 'enum', source: pointer },
    ...{ before: ['x', 'y'], after: kept },
  } as unknown as NonNullable<Change['edit']>
  const change: Change = { surface: 'openapi', items: ['getA'], impact: 'patch', message: 'Less.', pointer, edit }
  const typed = (values: string) =>
    side(['getA'], { generated: { '@invorto/server': `${listed}export type GetData = ${values}` } })
  const listed = "import type { GetData } from './rest/types.gen.ts'\n"
  const told = (after: Side) => {
    const review = reviewOf(owned(typed("'x' | 'y'")), owned(after), [change], tests, named)
    return [review.blocks[0]!.affected, headline(review).split('; ').at(-1)]
  }
  expect(told(typed("'x'"))).toEqual([
    'Nobody breaks. Code that names a value which is gone no longer compiles with `@invorto/server`.',
    'nobody breaks that runs, but some code no longer compiles',
  ])
  expect(told(typed("'x' | 'y'"))).toEqual(['Nobody breaks.', 'nobody breaks'])
})

/** The same with `GetData` as what its operation answers with. */
function owned(one: Side): Side {
  const paths = JSON.parse(JSON.stringify(one.surface.documents.openapi.paths)) as Record<string, { get: JsonObject }>
  paths['/v1/getA']!.get.responses = {
    200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/GetData' } } } },
  }
  const openapi = { ...one.surface.documents.openapi, paths, components: { schemas: { GetData: { type: 'string' } } } }
  return {
    ...one,
    surface: { ...one.surface, documents: { ...one.surface.documents, openapi: openapi as unknown as JsonObject } },
  }
}

test('the next version', () => {
  const bumps = (['none', 'patch', 'minor', 'major'] as const).map((impact) => nextVersion('1.4.2', impact))
  expect(bumps).toEqual(['1.4.2', '1.4.3', '1.5.0', '2.0.0'])
})

test('the terminal keeps to its width, and colours only where it can', () => {
  const pieces = outlineOf(reviewOf(side(['getA']), side(['getB']), [], tests, named))
  const text = terminalText(pieces, { columns: 40, colours: false })
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
  expect(text).not.toContain('\u001b')
  expect(terminalText(pieces, { columns: 40, colours: true })).toContain('\u001b[31m')
})

test('the page stands alone, and what is quoted in it is no HTML', () => {
  const change: Change = { surface: 'openapi', items: ['getA'], impact: 'patch', message: '<script>', pointer: '' }
  const page = pageOf(outlineOf(reviewOf(side(['getA']), side(['getA']), [change], tests, named)))
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toMatch(/<script|<link|src=|https?:/)
})
