import { readFile } from 'node:fs/promises'
import type { ContractDocument } from '#generated/openapi.gen.ts'
import type { Documents } from '#handlers/handler.ts'

const generated = new URL('../generated/', import.meta.url)
const json = async (name: string): Promise<ContractDocument> =>
  JSON.parse(await readFile(new URL(`documents/${name}.json`, generated), 'utf8'))

/** The bundled documents, as they are published. */
export async function readDocuments(): Promise<Documents> {
  const [openapi, realtime, events, docs] = await Promise.all([
    json('openapi'),
    json('realtime'),
    json('events'),
    readFile(new URL('docs/index.html', generated), 'utf8'),
  ])
  return { openapi, realtime, events, docs, version: String((openapi.info as { version?: unknown }).version) }
}
