import { readdirSync, readFileSync } from 'node:fs'
import type { Document } from '#sdks/contract/pact/document.ts'

const root = new URL('../../', import.meta.url)
/** A published document, by its name. */
export const documentOf = (name: string): Document =>
  JSON.parse(readFileSync(new URL(`generated/documents/${name}.json`, root), 'utf8'))

/** The valid examples of an operation or a message, in the order of their names. */
export function examplesOf(name: string): Document[] {
  const folder = new URL(`specs/examples/${name}/`, root)
  const files = readdirSync(folder).filter((file) => file.startsWith('valid-'))
  return files.sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
}

/** Of an operation's or a message's valid examples the one that says most. */
export const fullestExample = (name: string): Document =>
  examplesOf(name).reduce((one, other) => (Object.keys(other).length > Object.keys(one).length ? other : one))
