import { type Document, isAlias, parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject } from '../bundle/json.ts'
import type { Repository } from './edit.ts'

export type Path = readonly (string | number)[]

/** A YAML file that can be changed at a place, with its comments and anchors kept. */
export interface YamlSource {
  readonly path: string
  readonly value: JsonObject
  /** The text after the change. */
  readonly changed: (change: (document: Document) => void) => string
  /** Whether this place is written here, and not behind an alias or a merge. */
  readonly has: (place: Path) => boolean
}

export function yamlSource({ text }: Repository, path: string): YamlSource {
  const source = text(path)
  const read = () => parseDocument(source, { merge: true })
  const document = read()
  return {
    path,
    value: document.toJS() as JsonObject,
    changed(change) {
      const copy = read()
      change(copy)
      return copy.toString({ lineWidth: 0 })
    },
    has: (place) => document.hasIn(place) && !isAlias(document.getIn(place, true)),
  }
}

/** Every object below the value with the keys that lead to it; what is a draft is left out. */
export function* objectsBelow(value: Json, place: Path = []): Generator<{ object: JsonObject; place: Path }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* objectsBelow(item, [...place, index])
    return
  }
  if (!isObject(value) || value['x-status'] === 'draft') return
  yield { object: value, place }
  for (const [key, child] of Object.entries(value)) yield* objectsBelow(child, [...place, key])
}
