import { parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject, objectsIn } from '../bundle/json.ts'
import { resolve } from '../bundle/references.ts'

/** The AsyncAPI 3.0 document in a text (YAML or JSON), with every reference inside it leading somewhere. */
export function foreignDocument(text: string): JsonObject {
  const document = parsed(text)
  const version = document.asyncapi
  if (typeof version !== 'string') {
    throw new Error('at #: there is no `asyncapi`. Give an AsyncAPI 3.0 document.')
  }
  if (!/^3\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `at #/asyncapi: this is AsyncAPI ${version}, and 3.0 is needed. ` +
        'Convert it first: `asyncapi convert <file> --output=<new file> --target-version=3.0.0`.',
    )
  }
  for (const { object, pointer } of objectsIn(document)) {
    if (typeof object.$ref === 'string') checkReference(document, object.$ref, pointer)
  }
  return document
}

function parsed(text: string): JsonObject {
  if (text.trim() === '') {
    throw new Error('at line 1: the file is empty. Give an AsyncAPI 3.0 document in YAML or JSON.')
  }
  const source = parseDocument(text, { merge: true })
  const [error] = source.errors
  if (error !== undefined) {
    const [line] = error.linePos ?? []
    const [reason = ''] = error.message.split(/ at line| \n|\n/)
    throw new Error(
      `at line ${line?.line ?? 1}: this is neither YAML nor JSON. ${reason.replace(/[.:]?$/, '.')} Mend that line.`,
    )
  }
  const value = source.toJS() as Json
  if (!isObject(value)) {
    throw new Error('at line 1: this holds no object. Give an AsyncAPI 3.0 document in YAML or JSON.')
  }
  return value
}

function checkReference(document: JsonObject, reference: string, pointer: string): void {
  if (!reference.startsWith('#')) {
    throw new Error(
      `at #${pointer}/$ref: "${reference}" is another file. Put everything into one: \`asyncapi bundle <file>\`.`,
    )
  }
  try {
    resolve(document, reference)
  } catch {
    throw new Error(`at #${pointer}/$ref: "${reference}" leads nowhere. Name something that the document has.`)
  }
}
