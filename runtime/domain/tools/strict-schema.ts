type Schema = Readonly<Record<string, unknown>>

/** Keywords that OpenAI's strict mode takes (platform.openai.com/docs/guides/structured-outputs, supported schemas). */
const taken = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'title',
  'description',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
])

/** Whether the model can be held to the schema while it writes: every object is closed and requires all it has. */
export function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false
  const { type, properties = {}, required = [], additionalProperties, items, anyOf = [] } = schema as Schema
  const names = Object.keys(properties as Schema)
  const isObject = type === 'object' || (Array.isArray(type) && type.includes('object'))
  const isArray = type === 'array' || (Array.isArray(type) && type.includes('array'))
  return (
    (type !== undefined || 'anyOf' in schema || 'enum' in schema || 'const' in schema) &&
    Object.keys(schema).every((keyword) => taken.has(keyword)) &&
    (!isObject || (additionalProperties === false && names.every((name) => (required as unknown[]).includes(name)))) &&
    (!isArray || items !== undefined) &&
    [...Object.values(properties as Schema), ...(items === undefined ? [] : [items]), ...(anyOf as unknown[])].every(
      isStrict,
    )
  )
}
