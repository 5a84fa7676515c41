import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type JsonObject, objectAt } from '../../../bundle/json.ts'
import { operationsOf } from '../../operations.ts'
import { emitPythonErrors } from './errors.ts'
import { emitPythonExports } from './exports.ts'
import { emitPythonOperations, emitPythonResources } from './resources.ts'

const generated = join(import.meta.dirname, '../../../../generated/documents/openapi.json')
const document = JSON.parse(await readFile(generated, 'utf8')) as JsonObject

const signatures = (text: string): string[] =>
  [...text.matchAll(/^ {4}((?:async )?def .*):$/gm)].map(([, line]) => line!)

test('every operation that asks for a key is a method of its resource and of the client', () => {
  const ids = operationsOf(document).flatMap(({ id, roles }) => (roles === null ? [] : [id]))
  for (const manner of ['blocking', 'async'] as const) {
    const names = signatures(emitPythonResources(document, manner)).map((line) => /def (\w+)/.exec(line)![1])
    const snake = ids.map((id) => id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    expect(snake.filter((name) => !names.includes(name))).toEqual([])
  }
})

test('one that comes is one more method, so that the committed SDK differs and the gate names it', () => {
  const more = structuredClone(document)
  const paths = objectAt(more, 'paths')
  const item = structuredClone(objectAt(paths, '/v1/rates'))
  objectAt(item, 'get').operationId = 'listTaxes'
  paths['/v1/taxes'] = { get: item.get! }
  const added = signatures(emitPythonResources(more, 'blocking')).filter((line) => line.includes('list_taxes'))
  expect(added).toEqual([
    'def list_taxes(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> Page[Rate]',
  ])
  expect(emitPythonOperations(more)).toContain(
    'LIST_TAXES = Operation("GET", "/v1/taxes", "application/json", "RatePage"',
  )
})

test('an operation names the model that tells the names in its body, where one does', () => {
  const operations = emitPythonOperations(document)
  expect(operations).toMatch(/^CREATE_AGENT = .*, "application\/json", "AgentCreate", True\)$/m)
  expect(operations).toMatch(/^VALIDATE_AGENT = .*, "application\/json", "AgentPatch", True\)$/m)
  expect(operations).toMatch(/^GET_AGENT = .*, None, None, False\)$/m)
})

test('a method takes path, body and query in this order, and answers with the model', () => {
  const blocking = signatures(emitPythonResources(document, 'blocking'))
  const asynchronous = signatures(emitPythonResources(document, 'async'))
  const options = '**options: Unpack[RequestOptions]'
  const change = '**options: Unpack[ChangeOptions]'
  expect(blocking).toEqual(
    expect.arrayContaining([
      `def create(self, body: Union[AgentCreate, Mapping[str, Any]], ${options}) -> Agent`,
      `def get(self, agent_id: str, version: int, ${options}) -> AgentVersion`,
      `def update(self, agent_id: str, body: Union[AgentPatch, Mapping[str, Any]], ${change}) -> Agent`,
      `def delete(self, agent_id: str, ${change}) -> None`,
      `def scrape(self, ${options}) -> str`,
    ]),
  )
  expect(blocking.find((line) => line.startsWith('def stream('))).toMatch(/-> Iterator\[SessionEvent\]$/)
  expect(asynchronous).toContain(
    `async def create(self, body: Union[AgentCreate, Mapping[str, Any]], ${options}) -> Agent`,
  )
  expect(asynchronous.find((line) => line.startsWith('def list_agents('))).toMatch(/-> AsyncPaginator\[Agent\]$/)
})

test('a parameter that is a keyword of every method is an error that names it', () => {
  const odd = structuredClone(document)
  objectAt(objectAt(objectAt(odd, 'paths'), '/v1/rates'), 'get').parameters = [
    { name: 'headers', in: 'query', schema: { type: 'string' } },
  ]
  expect(() => emitPythonResources(odd, 'blocking')).toThrow('"headers" of listRates is a keyword of every method')
})

test('each status of a live problem is one class, and the package exports it', () => {
  const errors = emitPythonErrors({
    gone: { status: 410 },
    old: { status: 410 },
    no: { 'x-status': 'draft', status: 418 },
  })
  expect(errors).toContain('class GoneError(ApiError):\n    """410: gone, old."""')
  expect(errors).not.toContain('418')
  const places = emitPythonExports(document, errors)
  expect(places).toContain('    "GoneError": (".errors", "GoneError"),\n')
  expect(places).toContain('    "AgentConfig": (".models.agent_create", "AgentCreate"),\n')
})
