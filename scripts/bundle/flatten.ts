import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json, type JsonObject, optionalObjectAt, pointerStep } from './json.ts'
import { resolve } from './references.ts'

/** Keywords that explain and do not check: the outermost one counts. */
const annotations = new Set(['title', 'description', 'examples', 'default'])

/** The document with every `allOf` merged into one schema. Branches that disagree are an error that names the place. */
export function flatten(document: JsonObject): JsonObject {
  return flattened(document, document, '#') as JsonObject
}

function flattened(value: Json, document: JsonObject, place: string): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => flattened(item, document, `${place}/${index}`))
  }
  if (!isObject(value)) {
    return value
  }
  const merged = Array.isArray(value.allOf) ? mergedBranches(value, value.allOf, document, place) : value
  return Object.fromEntries(
    Object.entries(merged).map(([key, child]) => [key, flattened(child, document, place + pointerStep(key))]),
  )
}

/** The branches in their order, then what stands beside `allOf`; the annotations beside it come first and win. */
function mergedBranches(
  schema: JsonObject,
  branches: readonly Json[],
  document: JsonObject,
  place: string,
): JsonObject {
  const { allOf: _, ...beside } = schema
  const parts = [...branches.map((branch) => branchOf(branch, document, place)), beside]
  const merged: JsonObject = {}
  for (const [key, value] of Object.entries(beside)) {
    if (annotations.has(key)) {
      merged[key] = value
    }
  }
  for (const part of parts) {
    mergeInto(merged, part, place)
  }
  return merged
}

function branchOf(branch: Json, document: JsonObject, place: string): JsonObject {
  if (!isObject(branch)) {
    throw new Error(`${place}/allOf holds something that is no schema.`)
  }
  const { $ref: reference, ...beside } = branch
  const target = typeof reference === 'string' ? resolve(document, reference) : {}
  const whole = { ...target, ...beside }
  return Array.isArray(whole.allOf) ? mergedBranches(whole, whole.allOf, document, place) : whole
}

function mergeInto(merged: JsonObject, part: JsonObject, place: string): void {
  for (const [key, value] of Object.entries(part)) {
    const present = merged[key]
    if (key === 'properties' && isObject(value)) {
      merged.properties = mergedProperties(optionalObjectAt(merged, 'properties'), value, place)
    } else if (key === 'required' && Array.isArray(value)) {
      merged.required = [...new Set([...(Array.isArray(present) ? present : []), ...value])]
    } else if (present === undefined) {
      merged[key] = value
    } else if (!annotations.has(key) && !isDeepStrictEqual(present, value)) {
      throw new Error(`The allOf at ${place} says two things about "${key}".`)
    }
  }
}

function mergedProperties(present: JsonObject, added: JsonObject, place: string): JsonObject {
  for (const [name, schema] of Object.entries(added)) {
    if (present[name] !== undefined && !isDeepStrictEqual(present[name], schema)) {
      throw new Error(`The allOf at ${place} describes the property "${name}" twice.`)
    }
  }
  return { ...present, ...added }
}
