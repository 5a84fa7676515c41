import type { Json, JsonObject } from '../../../bundle/json.ts'
import { schemaNameOf } from '../../../bundle/references.ts'
import { className } from '../node-resources.ts'
import { resourceTree, type SdkMethod, type SdkResource, sdkMethods } from '../resource-tree.ts'
import { modelNames } from './document.ts'
import { docString, moduleName, pythonHeader, pythonName, pythonText } from './names.ts'
import { parameterType } from './types.ts'

/** `blocking` answers when it has the answer, `async` is for asyncio and trio. */
export type Manner = 'blocking' | 'async'

/** What differs between the two. */
const words = {
  blocking: { prefix: '', page: 'Page', stream: 'Iterator', def: 'def', wait: '' },
  async: { prefix: 'Async', page: 'AsyncPaginator', stream: 'AsyncIterator', def: 'async def', wait: 'await ' },
} as const

/** Names of the keywords that every method takes. */
const reserved = ['self', 'body', 'options', 'timeout_ms', 'max_retries', 'idempotency_key', 'headers', 'if_match']

/** The document, and which of its schemas are models. */
interface Surface {
  readonly document: JsonObject
  /** The name of the model that a schema is; null where it is none. */
  readonly named: (schema: Json | undefined | null) => string | null
}

/** `operations.py`: what the transport must know of each operation. */
export function emitPythonOperations(document: JsonObject): string {
  const surface = surfaceOf(document)
  const { named } = surface
  const rows = sdkMethods(document).map((method) => {
    const { operation, idempotencyKey, success } = method
    const { id, path, bodies } = operation
    const answer = named(method.stream ? method.item : success.schema)
    const [bodyType = null] = Object.keys(bodies)
    const fields = fieldsOf(surface, Object.values(bodies)[0])
    const parts = [operation.method, path, success.contentType, answer, bodyType, fields]
    const cells = parts.map((part) => (part === null ? 'None' : pythonText(part)))
    return `${constant(id)} = Operation(${[...cells, idempotencyKey ? 'True' : 'False'].join(', ')})\n`
  })
  return `${pythonHeader('specs/openapi.yaml')}from ..operation import Operation

${rows.join('')}`
}

/** What takes anything, and the model whose names its fields have. */
const loose: Readonly<Record<string, string>> = { AgentDraft: 'AgentPatch' }

/** The model that tells the names in a body; null where none does. */
function fieldsOf({ named }: Surface, body: Json | undefined): string | null {
  return named(body) ?? loose[schemaNameOf(body) ?? ''] ?? null
}

/** `resources.py` or `async_resources.py`: a class a resource, and the client's own tree with a flat alias of each method. */
export function emitPythonResources(document: JsonObject, manner: Manner): string {
  const { prefix, page, stream } = words[manner]
  const surface = surfaceOf(document)
  const methods = sdkMethods(document)
  const tree = resourceTree(methods)
  const models = [...new Set(methods.flatMap((one) => modelsOf(surface, one)))].sort()
  return `${pythonHeader('specs/openapi.yaml')}from __future__ import annotations

from typing import TYPE_CHECKING, Any, ${stream}, Literal, Mapping, Optional, Sequence, Union

from ..resource import ${prefix}Resource
from . import operations

if TYPE_CHECKING:
    from datetime import date, datetime

    from typing_extensions import Unpack

    from ..page import ${page}
    from ..resource import ChangeOptions, RequestOptions, StreamOptions
${models.map((name) => `    from .models.${moduleName(name)} import ${name}\n`).join('')}

${tree.below.map((one) => resourceClass(surface, one, manner)).join('')}class ${prefix}Resources(${prefix}Resource):
    """Every resource of the API, and each operation by its own name."""

${fields(tree, manner)}
${methods.map((method) => alias(surface, method, manner)).join('\n')}`
}

function resourceClass(surface: Surface, resource: SdkResource, manner: Manner): string {
  const { prefix } = words[manner]
  const parts = [
    ...(resource.below.length === 0 ? [] : [fields(resource, manner)]),
    ...resource.methods.map((one) => method(surface, one, manner)),
  ]
  return `${resource.below.map((one) => resourceClass(surface, one, manner)).join('')}class ${prefix}${className(resource.path)}(${prefix}Resource):
${parts.join('\n')}

`
}

/** Each resource below is made when it is asked for first. */
const fields = ({ below }: SdkResource, manner: Manner): string =>
  below
    .map(({ path }) => {
      const type = `${words[manner].prefix}${className(path)}`
      return `    @property
    def ${pythonName(path.at(-1)!)}(self) -> ${type}:
        return ${type}(self._transport)
`
    })
    .join('\n')

function method(surface: Surface, one: SdkMethod, manner: Manner): string {
  const { operation, path, body, query } = one
  const { summary, description } = operation.source
  const call = one.stream ? 'stream' : one.item === null ? 'call' : 'page'
  const wait = call === 'call' ? words[manner].wait : ''
  const given = [
    `operations.${constant(operation.id)}`,
    `(${path.map(({ name }) => `${pythonName(name)},`).join(' ')})`,
    ...(body === 'none' ? [] : ['body=body']),
    ...(query === 'none'
      ? []
      : [
          `query={${queryOf(one)
            .map(({ name }) => `${pythonText(String(name))}: ${pythonName(String(name))}`)
            .join(', ')}}`,
        ]),
    'options=options',
  ]
  return `${signature(surface, one, manner, pythonName(one.name))}
${docString(`${String(summary)}.\n\n${String(description)}`, '        ')}        return ${wait}self._transport.${call}(${given.join(', ')})
`
}

function alias(surface: Surface, one: SdkMethod, manner: Manner): string {
  const { operation, resource, name, path, body } = one
  const target = [...resource, name].map(pythonName).join('.')
  const wait = one.stream || one.item !== null ? '' : words[manner].wait
  const given = [
    ...path.map((parameter) => pythonName(parameter.name)),
    ...(body === 'none' ? [] : ['body']),
    ...queryOf(one)
      .map((parameter) => pythonName(String(parameter.name)))
      .map((key) => `${key}=${key}`),
    '**options',
  ]
  return `${signature(surface, one, manner, pythonName(operation.id))}
        """\`${target}\`"""
        return ${wait}self.${target}(${given.join(', ')})
`
}

/** Path parameters in their order, then the body; the query and what holds for the request by their names. */
function signature(surface: Surface, one: SdkMethod, manner: Manner, name: string): string {
  const { operation, path, body, ifMatch } = one
  const query = queryOf(one).map(({ name: key, required, schema }) => {
    const type = parameterType(surface.document, schema)
    const argument = pythonName(String(key))
    if (reserved.includes(argument))
      throw new Error(`"${argument}" of ${operation.id} is a keyword of every method in Python.`)
    return required === true ? `${argument}: ${type}` : `${argument}: Optional[${type}] = None`
  })
  const model = surface.named(Object.values(operation.bodies)[0])
  const bodyType = model === null ? 'Mapping[str, Any]' : `Union[${model}, Mapping[str, Any]]`
  const parameters = [
    'self',
    ...path.map((parameter) => `${pythonName(parameter.name)}: ${parameter.type === 'number' ? 'int' : 'str'}`),
    ...(body === 'none' ? [] : [body === 'required' ? `body: ${bodyType}` : `body: Optional[${bodyType}] = None`]),
    ...(query.length === 0 ? [] : ['*', ...query]),
    `**options: Unpack[${ifMatch ? 'ChangeOptions' : one.stream ? 'StreamOptions' : 'RequestOptions'}]`,
  ]
  const def = one.stream || one.item !== null ? 'def' : words[manner].def
  return `    ${def} ${name}(${parameters.join(', ')}) -> ${answerOf(surface, one, manner)}:`
}

function answerOf(surface: Surface, { success, item, stream }: SdkMethod, manner: Manner): string {
  const named = surface.named
  const entry = named(item) ?? 'Any'
  if (stream) return `${words[manner].stream}[${entry}]`
  if (item !== null) return `${words[manner].page}[${entry}]`
  if (success.contentType === null) return 'None'
  return success.contentType === 'application/json' ? (named(success.schema) ?? 'Any') : 'str'
}

const queryOf = ({ operation }: SdkMethod): JsonObject[] => operation.parameters.filter((one) => one.in === 'query')

/** Names of the models that the method's signature needs. */
function modelsOf(surface: Surface, { operation, success, item, stream }: SdkMethod): string[] {
  const answers = stream || item !== null ? [item] : success.contentType === 'application/json' ? [success.schema] : []
  return [Object.values(operation.bodies)[0], ...answers].flatMap((schema) => surface.named(schema) ?? [])
}

function surfaceOf(document: JsonObject): Surface {
  const models = new Set(modelNames(document))
  const named: Surface['named'] = (schema) => {
    const name = schemaNameOf(schema ?? undefined)
    return name !== null && models.has(name) ? name : null
  }
  return { document, named }
}

const constant = (id: string): string => pythonName(id).toUpperCase()
