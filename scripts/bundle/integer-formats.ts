import { isObject, type Json } from './json.ts'

/** Places that hold values, not schemas. */
const values = new Set(['examples', 'example', 'default', 'const', 'enum'])

/** The document with the width of every integer (`int32`, `int64`): clients in other languages choose their types by it. */
export function addIntegerFormats<Value extends Json>(value: Value): Value {
  if (Array.isArray(value)) return value.map(addIntegerFormats) as Value
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, child]) => [key, values.has(key) ? child : addIntegerFormats(child)])
  const whole = Object.fromEntries(entries)
  return isInteger(value.type) && value.format === undefined ? { ...whole, format: widthOf(value) } : whole
}

function isInteger(type: Json | undefined): boolean {
  return type === 'integer' || (Array.isArray(type) && type.includes('integer') && !type.includes('number'))
}

function widthOf({ minimum, maximum }: { readonly minimum?: Json; readonly maximum?: Json }): string {
  const small = (bound: Json | undefined) => typeof bound === 'number' && Math.abs(bound) < 2 ** 31
  return small(minimum) && small(maximum) ? 'int32' : 'int64'
}
