import { isDeepStrictEqual } from 'node:util'
import {
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  optionalObjectAt,
  rewritten,
  stringsOf,
} from '../bundle/json.ts'
import { dereferenced, reachedSchemas, schemaNameOf } from '../bundle/references.ts'
import { webhooksOf } from './webhooks.ts'

const folder = 'generated/schemas'

/** Path to the JSON Schema of each webhook's payload: Draft 2020-12, with everything it needs under `$defs`. */
export function emitPayloadSchemas(document: JsonObject): Map<string, string> {
  const webhooks = webhooksOf(document)
  const names = webhooks.map(({ schemaVersion }) => `${schemaVersion}.json`)
  sameFiles(names, servedFiles(document))
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const server = Array.isArray(document.servers) ? (document.servers[0] as JsonObject).url : ''
  return new Map(
    webhooks.map(({ schema }, index) => {
      const own = schemas[schema] as JsonObject
      const others = [...reachedSchemas(document, [own])].sort()
      const whole: JsonObject = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `${server}/schemas/${names[index]}`,
        ...(selfContained(own) as JsonObject),
        $defs: Object.fromEntries(others.map((name) => [name, selfContained(schemas[name] as JsonObject)])),
      }
      return [`${folder}/${names[index]}`, `${JSON.stringify(whole, null, 2)}\n`]
    }),
  )
}

/** The values of the path parameter of `getPayloadSchema`. */
function servedFiles(document: JsonObject): string[] {
  const operations = Object.values(optionalObjectAt(document, 'paths')).flatMap((item) =>
    isObject(item) ? [item.get] : [],
  )
  const served = operations.find((operation) => isObject(operation) && operation.operationId === 'getPayloadSchema')
  const [parameter] = isObject(served) && Array.isArray(served.parameters) ? served.parameters : []
  return stringsOf(optionalObjectAt(dereferenced(document, (parameter ?? {}) as JsonObject), 'schema').enum)
}

function sameFiles(made: readonly string[], served: readonly string[]): void {
  if (!isDeepStrictEqual([...made].sort(), [...served].sort())) {
    throw new Error(`getPayloadSchema serves ${served.join(', ')}, but the webhooks have ${made.join(', ')}.`)
  }
}

/** The schema without extensions and `discriminator`, which other readers refuse, and with references to `$defs`. */
function selfContained(schema: JsonObject): Json {
  return rewritten(schema, (object) => {
    const name = schemaNameOf(object)
    if (name !== null) {
      return { ...object, $ref: `#/$defs/${name}` }
    }
    return Object.fromEntries(
      Object.entries(object).filter(([key]) => !key.startsWith('x-') && key !== 'discriminator'),
    )
  })
}
