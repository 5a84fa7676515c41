import { isObject, type Json, type JsonObject, objectAt, stringsOf } from '../../../bundle/json.ts'
import { reachedSchemas, schemaNameOf } from '../../../bundle/references.ts'
import { webhooksOf } from '../../webhooks.ts'
import { sampleOf } from '../webhooks.ts'
import { docString, isPythonName, pythonHeader, pythonText } from './names.ts'

/**
 * `webhook_events.py`: every payload as a TypedDict, which needs nothing but Python, and a sample of each. The models of the
 * client, which need pydantic, are for what the API answers.
 */
export function emitPythonWebhookEvents(document: JsonObject, samples: ReadonlyMap<string, Json>): string {
  const webhooks = webhooksOf(document)
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const roots = webhooks.map(({ schema }) => schema)
  const names = [
    ...new Set([
      ...roots,
      ...reachedSchemas(
        document,
        roots.map((name) => schemas[name]!),
      ),
    ]),
  ]
  const payloads = names.sort().filter((name) => isObject((schemas[name] as JsonObject).properties))
  return `${pythonHeader('specs/openapi.yaml')}from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, Tuple, TypedDict, Union

${payloads.map((name) => typedDict(schemas, name)).join('')}
WebhookEvent = Union[
${roots.map((name) => `    ${name},\n`).join('')}]
"""A payload whose type this package knows. Compare \`type\` to narrow it."""

WebhookType = Literal[
${webhooks.map(({ type }) => `    ${pythonText(type)},\n`).join('')}]

WEBHOOK_TYPES: Tuple[WebhookType, ...] = (
${webhooks.map(({ type }) => `    ${pythonText(type)},\n`).join('')})

SAMPLES: Dict[str, str] = {
${webhooks.map(({ type }) => `    ${pythonText(type)}: ${pythonText(JSON.stringify(sampleOf(samples, type)))},\n`).join('')}}
"""A sample of each as JSON, from the contract."""
`
}

/** Fields that may be missing stand in a class of their own: Python knew no other way before 3.11. */
function typedDict(schemas: JsonObject, name: string): string {
  const { properties, required, description } = schemas[name] as JsonObject
  const fields = Object.entries(properties as JsonObject)
  const needed = stringsOf(required)
  const [always, maybe] = [true, false].map((is) => fields.filter(([field]) => needed.includes(field) === is))
  const comment = typeof description === 'string' ? `${docString(description, '    ')}\n` : ''
  if (maybe!.length === 0) return classOf(schemas, name, [], always!, comment)
  const first = `_${name}Always`
  return classOf(schemas, first, [], always!, '') + classOf(schemas, name, [first], maybe!, comment)
}

/** A class; a field whose name is a word of Python's own stands in a base of it that is a call. */
function classOf(
  schemas: JsonObject,
  name: string,
  bases: readonly string[],
  fields: readonly (readonly [string, Json])[],
  comment: string,
): string {
  const total = bases.length === 0 ? [] : ['total=False']
  const odd = fields.filter(([field]) => !isPythonName(field))
  const base = `_${name.replace(/^_/, '')}Fields`
  const call = odd.map(([field, schema]) => `${pythonText(field)}: ${pythonText(typeOf(schemas, schema))}`).join(', ')
  const before = odd.length === 0 ? '' : `\n${base} = ${[`TypedDict("${base}", {${call}}`, ...total].join(', ')})\n\n`
  const from = [...(odd.length === 0 ? [] : [base]), ...bases]
  const lines = fields
    .filter(([field]) => isPythonName(field))
    .map(([field, schema]) => fieldOf(schemas, field, schema))
  return `${before}\nclass ${name}(${[...(from.length === 0 ? ['TypedDict'] : from), ...total].join(', ')}):
${comment}${lines.join('') || '    pass\n'}\n`
}

function fieldOf(schemas: JsonObject, field: string, schema: Json): string {
  const said = isObject(schema) ? (schema.description ?? targetOf(schemas, schema)?.description) : undefined
  return `    ${field}: ${typeOf(schemas, schema)}\n${typeof said === 'string' ? docString(said, '    ') : ''}`
}

const targetOf = (schemas: JsonObject, schema: JsonObject): JsonObject | undefined =>
  schemas[schemaNameOf(schema) ?? ''] as JsonObject | undefined

function typeOf(schemas: JsonObject, schema: Json | undefined): string {
  if (!isObject(schema)) return 'Any'
  const target = targetOf(schemas, schema)
  if (target !== undefined) return isObject(target.properties) ? schemaNameOf(schema)! : typeOf(schemas, target)
  const either = [schema.oneOf ?? schema.anyOf ?? []].flat()
  if (either.length > 0) return union(either.map((one) => typeOf(schemas, one)))
  if (schema.const !== undefined) return `Literal[${pythonText(String(schema.const))}]`
  if (Array.isArray(schema.enum)) {
    const values = schema.enum.filter((value) => value !== null).map((value) => pythonText(String(value)))
    return union([`Literal[${values.join(', ')}]`, ...(schema.enum.includes(null) ? ['None'] : [])])
  }
  return union([schema.type ?? 'any'].flat().map((type) => ofOneType(schemas, schema, String(type))))
}

function ofOneType(schemas: JsonObject, { items, additionalProperties }: JsonObject, type: string): string {
  if (type === 'array') return `List[${typeOf(schemas, items)}]`
  if (type === 'object') {
    return `Dict[str, ${isObject(additionalProperties) ? typeOf(schemas, additionalProperties) : 'Any'}]`
  }
  return { string: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None' }[type] ?? 'Any'
}

function union(types: readonly string[]): string {
  const kinds = [...new Set(types)].filter((type) => type !== 'None')
  if (kinds.length === 0) return 'None'
  const one = kinds.length === 1 ? kinds[0]! : `Union[${kinds.join(', ')}]`
  return types.includes('None') ? `Optional[${one}]` : one
}
