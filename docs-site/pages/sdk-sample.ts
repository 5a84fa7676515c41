import { isObject, type Json, type JsonObject } from '#scripts/bundle/json.ts'
import { schemaNameOf } from '#scripts/bundle/references.ts'
import { pythonName, pythonText } from '#scripts/emit/sdk/python/names.ts'
import type { SdkMethod } from '#scripts/emit/sdk/resource-tree.ts'
import type { RequestSample } from './request-sample.ts'

/** The request as a program for Node, whose client has its key from the environment. */
export function typescriptOf(method: SdkMethod, sample: RequestSample): string {
  const { resource, name, path, query } = method
  const filters = Object.keys(sample.query).length > 0 ? [typescript(asked(sample.query))] : []
  const given = [
    ...path.map((parameter) => typescript(pathValue(parameter, sample))),
    ...bodyOf(method, sample, filters.length > 0).map((body) => typescript(body)),
    ...(query === 'none' ? [] : filters),
  ]
  const call = `client.${[...resource, name].join('.')}(${given.join(', ')})`
  return `import { InvortoClient } from '@invorto/server'

const client = new InvortoClient()
${isLooped(method) ? `for await (const ${nameOf(method)} of ${call}) {\n  console.log(${nameOf(method)})\n}` : `${hasAnswer(method) ? `const ${nameOf(method)} = ` : ''}await ${call}`}
`
}

/** The same for Python. */
export function pythonOf(method: SdkMethod, sample: RequestSample): string {
  const { resource, name, path } = method
  const given = [
    ...path.map((parameter) => python(pathValue(parameter, sample))),
    ...bodyOf(method, sample, false).map((body) => python(body)),
    ...Object.entries(asked(sample.query)).map(([key, value]) => `${pythonName(key)}=${python(value)}`),
  ]
  const call = `client.${[...resource, name].map(pythonName).join('.')}(${given.join(', ')})`
  const answer = pythonName(nameOf(method))
  return `from invorto import InvortoClient

client = InvortoClient()
${isLooped(method) ? `for ${answer} in ${call}:\n    print(${answer})` : `${hasAnswer(method) ? `${answer} = ` : ''}${call}`}
`
}

const isLooped = ({ item, stream }: SdkMethod): boolean => stream || item !== null
const hasAnswer = ({ success }: SdkMethod): boolean => success.contentType !== null

/** What is answered, by the name of its schema. */
function nameOf({ item, success }: SdkMethod): string {
  const schema = schemaNameOf(item ?? success.schema) ?? 'answer'
  return schema[0]!.toLowerCase() + schema.slice(1)
}

function pathValue({ name, type }: SdkMethod['path'][number], { path }: RequestSample): Json {
  const text = path[name] ?? `{${name}}`
  return type === 'number' && /^\d+$/.test(text) ? Number(text) : text
}

/** The body where it takes one; one that may be left out, and is empty, only where something stands behind it. */
function bodyOf({ body }: SdkMethod, sample: RequestSample, isFollowed: boolean): Json[] {
  if (body === 'none') return []
  const isEmpty = isObject(sample.body) && Object.keys(sample.body).length === 0
  return body === 'optional' && isEmpty && !isFollowed ? [] : [sample.body]
}

/** Examples have what the address has: a number may stand there as a text. */
const asked = (query: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' && /^(0|[1-9]\d*|true|false)$/.test(value) ? (JSON.parse(value) as Json) : value,
    ]),
  )

function typescript(value: Json, indent = ''): string {
  if (typeof value === 'string') return quoted(value)
  const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name))
  const member = (name: string, inner: Json, within: string) => `${key(name)}: ${typescript(inner, within)}`
  return nested(value, { indent, step: '  ', braces: ['{ ', ' }'], member, one: typescript })
}

function python(value: Json, indent = ''): string {
  if (typeof value === 'string') return pythonText(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null) return 'None'
  const member = (name: string, inner: Json, within: string) => `${pythonText(name)}: ${python(inner, within)}`
  return nested(value, { indent, step: '    ', braces: ['{', '}'], member, one: python })
}

/** How a language writes what holds other values. */
interface Manner {
  readonly indent: string
  readonly step: string
  /** Of an object on one line. */
  readonly braces: readonly [string, string]
  readonly member: (name: string, value: Json, indent: string) => string
  readonly one: (value: Json, indent: string) => string
}

const WIDTH = 60

/** A list or an object, on one line where it is short. */
function nested(value: Json, { indent, step, braces, member, one }: Manner): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const isShort = JSON.stringify(value).length <= WIDTH
  const within = isShort ? indent : indent + step
  const inner = Array.isArray(value)
    ? value.map((item) => one(item, within))
    : Object.entries(value).map(([name, item]) => member(name, item, within))
  const [open, close] = Array.isArray(value) ? ['[', ']'] : inner.length > 0 && isShort ? braces : ['{', '}']
  if (isShort) return `${open}${inner.join(', ')}${close}`
  return `${open}\n${inner.map((text) => `${within}${text},\n`).join('')}${indent}${close}`
}

const quoted = (text: string): string => (/['\\\n]/.test(text) ? JSON.stringify(text) : `'${text}'`)
