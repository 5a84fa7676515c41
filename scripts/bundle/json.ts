export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it is marked as reviewed only: neither published, served nor generated. */
export function isDraft(value: Json): boolean {
  return isObject(value) && value['x-status'] === 'draft'
}

/** The object at this key; an error that names the place when there is none. */
export function objectAt(parent: JsonObject, key: string, place = key): JsonObject {
  const value = parent[key]
  if (!isObject(value)) {
    throw new Error(`${place} must be an object.`)
  }
  return value
}

/** The object at this key, or an empty one. */
export function optionalObjectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  return isObject(value) ? value : {}
}

export function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** One step of a JSON Pointer (RFC 6901), escaped. */
export function pointerStep(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Every object inside the value, the value itself first, each with its JSON Pointer. */
export function* objectsIn(value: Json, pointer = ''): Generator<{ object: JsonObject; pointer: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* objectsIn(item, `${pointer}/${index}`)
    }
    return
  }
  if (!isObject(value)) {
    return
  }
  yield { object: value, pointer }
  for (const [key, child] of Object.entries(value)) {
    yield* objectsIn(child, pointer + pointerStep(key))
  }
}

/** A copy in which every object was passed through `change`, the innermost first. */
export function rewritten(value: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(value)) {
    return value.map((item) => rewritten(item, change))
  }
  if (!isObject(value)) {
    return value
  }
  return change(Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rewritten(child, change)])))
}
