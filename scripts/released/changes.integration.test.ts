import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type JsonObject, objectAt } from '../bundle/json.ts'
import { contentOf } from '../files.ts'
import { changesBetween } from './changes.ts'
import { type Surface, surfaceOf } from './surface.ts'

const root = join(import.meta.dirname, '../..')
let base: Surface
beforeAll(async () => {
  base = await surfaceOf((path) => contentOf(root, path))
})

/** What is told of an edit to one document. */
async function edited(
  name: 'openapi' | 'realtime' | 'events',
  edit: (schemas: Record<string, JsonObject>, document: JsonObject) => void,
) {
  const documents = structuredClone(base.documents) as Record<typeof name, JsonObject>
  edit(objectAt(objectAt(documents[name], 'components'), 'schemas') as Record<string, JsonObject>, documents[name])
  const changes = await changesBetween(root, base, { ...base, documents })
  return changes.map(({ impact, items }) => `${impact} ${items.join(' ')}`)
}

test('nothing is different between a version and itself', async () => {
  expect(await changesBetween(root, base, base)).toEqual([])
})

test('a field that is required now breaks those who send it, and nobody who receives it', async () => {
  const sent = await edited('realtime', ({ TextInput }) => {
    TextInput!.properties = { ...objectAt(TextInput!, 'properties'), mood: { type: 'string' } }
    TextInput!.required = [...(TextInput!.required as string[]), 'mood']
  })
  expect(sent).toContain('major textInput')
  const received = await edited('realtime', ({ TtsStopped }) => {
    TtsStopped!.required = [...(TtsStopped!.required as string[]), 'heardMs']
  })
  expect(received.length).toBeGreaterThan(0)
  expect(received.filter((told) => told.startsWith('major'))).toEqual([])
})

test('a value that answers may have is minor, for clients keep what they do not know; one in place of another is major', async () => {
  const cause = (values: string[]) =>
    edited('events', ({ StopCause }) => {
      StopCause!.enum = values
    })
  expect(await cause(['completed', 'barge_in', 'error', 'other'])).toEqual(['minor tts.stopped'])
  expect(await cause(['completed', 'interrupted', 'error'])).toEqual(['major tts.stopped'])
  expect(await cause(['completed', 'error'])).toEqual(['patch tts.stopped'])
  expect(
    await edited('openapi', (_, document) => {
      const operation = objectAt(objectAt(objectAt(document, 'paths'), '/v1/agents'), 'post')
      operation.operationId = 'makeAgent'
    }),
  ).toContain('major makeAgent')
})

test('another default is minor; another name of a parameter is major, though no byte on the wire is different', async () => {
  const parameter = (edit: (parameter: JsonObject) => void, wanted: string) =>
    edited('openapi', (_, document) => {
      const parameters = objectAt(objectAt(document, 'components'), 'parameters') as Record<string, JsonObject>
      for (const parameter of Object.values(parameters)) if (parameter.name === wanted) edit(parameter)
      const paths = objectAt(document, 'paths')
      document.paths = Object.fromEntries(
        Object.entries(paths).map(([path, item]) => [
          path.replace('{agentId}', `{${wanted === 'agentId' ? 'id' : 'agentId'}}`),
          item,
        ]),
      )
    })
  expect(await parameter(({ schema }) => Object.assign(schema as JsonObject, { default: 33 }), 'limit')).toEqual([
    'minor listApiKeys',
  ])
  const renamed = await parameter((agentId) => Object.assign(agentId, { name: 'id' }), 'agentId')
  expect(renamed.filter((told) => told.startsWith('major')).length).toBeGreaterThan(0)
})
