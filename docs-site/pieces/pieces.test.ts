import { expect, test } from 'vitest'
import { highlighted } from './highlight.ts'
import { html, prose, raw, slug } from './html.ts'
import { frontMatter, markdown } from './markdown.ts'
import { fieldOf, fieldsOf, flat } from './schema-tree.ts'

test('values are escaped, HTML is not, and only code marks are read', () => {
  expect(html`<p>${'a & "b"'}${html`<b>${1}</b>`}${[html`x`, null]}</p>`.html).toBe(
    '<p>a &amp; &quot;b&quot;<b>1</b>x</p>',
  )
  expect(prose('Use `<a>` & see').html).toBe('Use <code>&lt;a&gt;</code> &amp; see')
  expect(raw('<i>').html).toBe('<i>')
  expect(slug('event', 'call.began now!')).toBe('event-call.began-now')
})

test('code is coloured and stays what it was', () => {
  expect(highlighted('{"a": "</b>", "n": -1.5, "t": true}', 'json').html).toBe(
    '{<span class="key">&quot;a&quot;</span>: <span class="string">&quot;&lt;/b&gt;&quot;</span>, <span class="key">&quot;n&quot;</span>: <span class="number">-1.5</span>, <span class="key">&quot;t&quot;</span>: <span class="word">true</span>}',
  )
  expect(highlighted('<x>', 'text').html).toBe('&lt;x&gt;')
})

test('programs that do the same in several languages stand in tabs; other blocks stay by themselves', () => {
  const fence = (lang: string) => `\`\`\`${lang}\nx\n\`\`\`\n`
  const { html: tabs } = markdown(
    `${fence('sh')}${fence('ts a.ts')}\n${fence('python a.py')}\nText\n\n${fence('ts')}${fence('json')}`,
  )
  expect(tabs.html.match(/class="tabs"/g)).toHaveLength(1)
  expect([...tabs.html.matchAll(/<label for="(.*?)">(.*?)<\/label>/g)].map(([, , label]) => label)).toEqual([
    'TypeScript',
    'Python',
  ])
  expect([...tabs.html.matchAll(/<figcaption>(.*?)</g)].map(([, title]) => title)).toEqual([
    ...['Shell', 'a.ts', 'a.py', 'TypeScript', 'JSON'],
  ])
  expect(tabs.html.match(/ checked/g)).toHaveLength(1)
})

test('a heading that several sections have is told apart by its section', () => {
  const { headings } = markdown('## 1.5.0\n\n### Patch Changes\n\n## 1.4.0\n\n### Patch Changes\n')
  expect(headings.map(({ id }) => id)).toEqual(['1.5.0', 'Patch-Changes', '1.4.0', '1.4.0-Patch-Changes'])
})

test('HTML in Markdown is shown, not obeyed, and headings have anchors', () => {
  const { html: made, headings } = markdown(
    '## One & two\n\n<script>alert(1)</script>\n\n```sh First\necho "<b>"\n```\n',
  )
  expect(made.html).not.toContain('<script>')
  expect(made.html).toContain('&lt;script&gt;')
  expect(made.html).toContain('<figcaption>First</figcaption>')
  expect(headings).toEqual([{ id: 'One-two', title: 'One & two', depth: 2 }])
})

test('links in Markdown lead to pages; those that would run are shown as they are written', () => {
  const hostile = [
    'javascript:a',
    ' JaVaScRiPt:a',
    'data:text/html,a',
    'vbscript:a',
    'java&#115;cript:a',
    '\x01javascript:a',
  ]
  for (const href of hostile)
    expect(markdown(`[x](${href}) ![x](${href})\n\n[y]\n\n[y]: ${href.trim()}`).html.html).not.toContain('<a ')
  for (const href of ['https://a.example', 'mailto:a@a.example', 'guide-auth.html#x', './a:b', '#a:b', 'a'])
    expect(markdown(`[x](${href})`).html.html).toContain(`<a href="${href}">x</a>`)
})

test('a text without front matter is an error that names it', () => {
  expect(frontMatter('---\ntitle: One\n---\nText', 'one.md')).toEqual({ matter: { title: 'One' }, body: 'Text' })
  expect(() => frontMatter('Text', 'two.md')).toThrow('two.md needs front matter')
})

const tree = {
  Tree: {
    type: 'object',
    required: ['label'],
    properties: { label: { type: 'string' }, leaves: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  },
}

test('nested fields stand in their parent, and a schema that holds itself ends', () => {
  const fields = fieldsOf({ $ref: '#/components/schemas/Tree' }, tree)
  expect(flat(fields).map(({ path, required }) => [path, required])).toEqual([
    ['label', true],
    ['leaves', false],
  ])
  expect(flat(fieldsOf({ type: 'array', items: { $ref: '#/components/schemas/Tree' } }, tree)).length).toBe(2)
})

test('a nullable reference says so, with its limits', () => {
  const schemas = { Name: { type: 'string', minLength: 1, maxLength: 8, 'x-pii': 'name' } }
  const schema = { oneOf: [{ $ref: '#/components/schemas/Name' }, { type: 'null' }] }
  expect(fieldOf('name', schema, schemas, false)).toEqual({
    name: 'name',
    path: 'name',
    type: 'string or null',
    required: false,
    description: '',
    limits: ['1 to 8 characters'],
    pii: 'name',
    deprecated: false,
    fields: [],
  })
})
