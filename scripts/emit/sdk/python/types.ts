import { isObject, type Json, type JsonObject } from '../../../bundle/json.ts'
import { dereferenced } from '../../../bundle/references.ts'
import { pythonText } from './names.ts'

/** The type of a parameter: values of an enum that are newer than the SDK pass as well. */
export function parameterType(document: JsonObject, schema: Json | undefined): string {
  const { type, items, format, enum: values } = isObject(schema) ? dereferenced(document, schema) : ({} as JsonObject)
  if (type === 'array') return `Sequence[${parameterType(document, items)}]`
  if (type === 'integer') return 'int'
  if (type === 'number') return 'float'
  if (type === 'boolean') return 'bool'
  if (format === 'date-time') return 'Union[datetime, str]'
  if (format === 'date') return 'Union[date, str]'
  if (Array.isArray(values))
    return `Union[Literal[${values.map((value) => pythonText(String(value))).join(', ')}], str]`
  return 'str'
}
