import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Document } from './document.ts'

/** Beside the program where it is packed; in the repository where it was made. */
const packed = new URL('./data/', import.meta.url)
const repository = new URL('../../', import.meta.url)
const isPacked = existsSync(packed)

function jsonAt(url: URL): Document {
  return JSON.parse(readFileSync(url, 'utf8'))
}

/** By the name of an operation or a message. */
const packedExamples: Readonly<Record<string, readonly Document[]>> | null = isPacked
  ? jsonAt(new URL('examples.json', packed))
  : null

/** A document of the contract: `openapi` or `realtime`. */
export const documentOf = (name: 'openapi' | 'realtime'): Document =>
  jsonAt(isPacked ? new URL(`${name}.json`, packed) : new URL(`generated/documents/${name}.json`, repository))

/** The valid examples of an operation or a message, in the order of their names. */
export function examplesOf(name: string): readonly Document[] {
  if (packedExamples !== null) return packedExamples[name] ?? []
  const folder = new URL(`specs/examples/${name}/`, repository)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.startsWith('valid-'))
  return files.sort().map((file) => jsonAt(new URL(file, folder)))
}

/** The request bodies of an operation's valid examples that succeed. */
export const exampleBodies = (operationId: string): unknown[] =>
  examplesOf(operationId).flatMap(({ request, response }) =>
    request?.body !== undefined && response?.status < 400 ? [request.body] : [],
  )

/** Where the recorded sessions are. */
export const packsFolder = isPacked ? new URL('packs/', packed) : new URL('packs/', import.meta.url)
