import { expect, test } from 'vitest'
import { type ToolRules, type ToolSettings, toolFaults } from './tool-faults.ts'

const rules: ToolRules = { urlRefusal: () => null, schemaRefusal: () => null, secretHosts: () => null }
const inputSchema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
const tool: ToolSettings = {
  ...{ name: 'look', description: '', kind: 'http', method: 'GET', url: 'https://api.example.com/{a}', headers: {} },
  ...{ inputSchema, outputSchema: null, timeoutMs: 2_000, idempotent: true },
}
const faultsOf = (url: string) => toolFaults({ ...tool, url }, rules)

test.each(['https://api.example.com/{a}', 'https://api.example.com?q={a}', 'HTTPS://api.example.com:8443/x/{a}?b'])(
  '%j is right',
  (url) => expect(faultsOf(url)).toEqual([]),
)

test.each([
  'https://{a}.example.com/',
  'https:/{a}.example.com/',
  'https:///{a}.example.com/',
  'https:{a}.example.com',
  'https:\\\\{a}.example.com/',
  'https:/\\{a}.example.com/',
  'https://api.example.com\\@{a}.example.com/',
  ' https://{a}.example.com/',
  'ht\ttps://{a}.example.com/',
  'https:/\n/{a}.example.com/',
  'https://api.ex\tample.com/{a}',
  'https://api.example.com/x y/{a}',
])('%j could be led elsewhere, however it is read (FR-TC8)', (url) => {
  expect(faultsOf(url)).toMatchObject([{ pointer: '/url', keyword: 'url' }])
})
