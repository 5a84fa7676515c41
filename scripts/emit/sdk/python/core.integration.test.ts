import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type JsonObject, objectAt } from '../../../bundle/json.ts'
import { contentOf, filesBelow } from '../../../files.ts'
import { emitPythonModels, makePythonModels, pythonFolder } from './core.ts'

const root = join(import.meta.dirname, '../../../..')
const document = JSON.parse(await readFile(join(root, 'generated/documents/openapi.json'), 'utf8')) as JsonObject
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** A document that says more than the committed models know. */
function newer(): JsonObject {
  const other = structuredClone(document)
  const tenant = objectAt(objectAt(objectAt(other, 'components'), 'schemas'), 'Tenant')
  objectAt(tenant, 'properties').motto = { type: 'string', description: 'What it says of itself.' }
  return other
}

test('openapi-generator makes the committed models, and a field that is new', async () => {
  const files = await filesBelow(root, `${pythonFolder}/models`)
  const committed = files.filter((path) => path.endsWith('.py') && !path.endsWith('/__init__.py'))
  const made = await makePythonModels(document, root)
  expect([...made.keys()].sort()).toEqual(committed)
  for (const [path, text] of made) expect(text, path).toBe(await contentOf(root, path))
  const more = await emitPythonModels(newer(), root, 'fail')
  expect(more.get(`${pythonFolder}/models/tenant.py`)).toContain(
    'motto: Optional[str] = None\n    """What it says of itself."""',
  )
}, 120_000)

test('the committed models are taken as they are where nothing has changed, without Java', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const models = await emitPythonModels(document, root, 'fail')
  expect(models.size).toBeGreaterThan(100)
})

test('without Java, changed documents leave the committed models and say so; a check fails', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(await emitPythonModels(newer(), root, 'leave')).toEqual(await emitPythonModels(document, root, 'fail'))
  expect(said.mock.calls.join()).toMatch(/They stay as they are\. There is no `java`/)
  await expect(emitPythonModels(newer(), root, 'fail')).rejects.toThrow('There is no `java`')
})
