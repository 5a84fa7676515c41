import { expect, test } from 'vitest'
import { smallLog, smallSocket } from '../testing/small-documents.ts'
import { html, prose, slug } from './html.ts'
import { emitDocs } from './page.ts'
import { schemaRows } from './schema-rows.ts'

const openapi = {
  info: { version: '1.0.0', description: 'First.\n\nSecond with `code`.' },
  tags: [{ name: 'Agents', description: 'Who answers.' }],
  security: [{ apiKey: [] }],
  paths: {
    '/v1/agents': {
      post: {
        operationId: 'createAgent',
        tags: ['Agents'],
        summary: 'Make <one>',
        'x-roles': ['admin'],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Agent' } } } },
        responses: { '201': { description: 'Made.' } },
      },
    },
  },
  components: { schemas: { Agent: { type: 'object', properties: { name: { type: 'string', pattern: '^<b>$' } } } } },
}
const quickstart = [{ title: 'Make one', text: 'A `name`.', operations: ['createAgent'], code: 'curl "$URL"' }]
const problems = { not_found: { status: 404, retryable: false, closeCode: 4404, title: 'Nothing there' } }
const config = { PORT: { group: 'server', type: 'integer', default: 8080, doc: 'Port.' } }
const examples = new Map([['createAgent', [{ title: 'one', content: { name: '</code><script>alert(1)</script>' } }]]])

test('the page shows every part, escapes what it shows and asks for nothing', () => {
  const page = emitDocs(
    { openapi, realtime: smallSocket, events: smallLog },
    { quickstart, problems, config },
    examples,
  )
  for (const id of [
    'quickstart-Make-one',
    'event-envelope',
    'createAgent',
    'message-ask',
    'message-answer',
    'event-words-heard',
    'problem-not-found',
    'setting-PORT',
  ]) {
    expect(page).toContain(`id="${id}"`)
  }
  expect(page).toContain('Make &lt;one&gt;')
  expect(page).not.toContain('<script')
  expect(page).not.toMatch(/(src|href)="https?:/)
  expect(
    emitDocs({ openapi, realtime: smallSocket, events: smallLog }, { quickstart, problems, config }, examples),
  ).toBe(page)
})

test('every link within the page leads somewhere', () => {
  const page = emitDocs(
    { openapi, realtime: smallSocket, events: smallLog },
    { quickstart, problems, config },
    examples,
  )
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const dangling = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !ids.has(id))
  expect(dangling).toEqual(['problem-bad-request'])
})

test('what every event has is shown once', () => {
  const page = emitDocs(
    { openapi, realtime: smallSocket, events: smallLog },
    { quickstart, problems, config },
    examples,
  )
  expect(page.match(/<code>component<\/code>/g)).toHaveLength(1)
  expect(page.match(/<code>data\.(from|length)<\/code>/g)).toHaveLength(2)
})

test('a quickstart that names no operation of ours is an error', () => {
  const lost = [{ title: 'Go', operations: ['flyAway'] }]
  const documents = { openapi, realtime: smallSocket, events: smallLog }
  expect(() => emitDocs(documents, { quickstart: lost, problems, config }, examples)).toThrow('"flyAway"')
})

test('values are escaped, HTML is not, and only code marks are read', () => {
  expect(html`<p>${'a & "b"'}${html`<b>${1}</b>`}${[html`x`, null]}</p>`.html).toBe(
    '<p>a &amp; &quot;b&quot;<b>1</b>x</p>',
  )
  expect(prose('Use `<a>` & see').html).toBe('Use <code>&lt;a&gt;</code> &amp; see')
  expect(slug('event', 'call.began')).toBe('event-call-began')
})

test('nested fields stand behind their parent, and a schema that holds itself ends', () => {
  const schemas = {
    Tree: {
      type: 'object',
      properties: {
        label: { type: 'string' },
        leaves: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
      },
    },
  }
  const paths = schemaRows({ $ref: '#/components/schemas/Tree' }, schemas).map(({ path }) => path)
  expect(paths.slice(0, 3)).toEqual(['label', 'leaves', 'leaves[].label'])
  expect(paths.length).toBeLessThan(20)
})

test('a nullable reference says so, with its limits', () => {
  const schemas = { Name: { type: 'string', minLength: 1, maxLength: 8 } }
  const schema = {
    type: 'object',
    properties: { name: { oneOf: [{ $ref: '#/components/schemas/Name' }, { type: 'null' }] } },
  }
  expect(schemaRows(schema, schemas)).toEqual([
    { path: 'name', type: 'string or null', required: false, description: '', limits: ['1 to 8 characters'] },
  ])
})
