import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../bundle/json.ts'
import { dereferenced } from '../bundle/references.ts'
import { messageDocument } from './message-document.ts'
import { referencedAgain } from './parsed-document.ts'
import { smallLog, smallSocket } from './testing/small-documents.ts'

/** As the AsyncAPI parser does it: every reference replaced by what it leads to, each with a mark of where it stood. */
function parsed(document: JsonObject): { json(): unknown } {
  const expand = (value: Json): Json => {
    if (Array.isArray(value)) {
      return value.map(expand)
    }
    if (typeof value !== 'object' || value === null) {
      return value
    }
    const [, , kind, name] = typeof value.$ref === 'string' ? value.$ref.split('/') : []
    const mark = kind === 'schemas' ? 'x-parser-schema-id' : 'x-parser-unique-object-id'
    const target = dereferenced(document, value)
    const expanded = Object.fromEntries(Object.entries(target).map(([key, child]) => [key, expand(child)]))
    return name === undefined ? expanded : { ...expanded, [mark]: name }
  }
  return { json: () => expand(document) }
}

test.each([smallSocket, smallLog])('references that the parser has replaced are references again', (document) => {
  expect(messageDocument(referencedAgain(parsed(document)))).toEqual(messageDocument(document))
})
