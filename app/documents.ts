import { readdir, readFile } from 'node:fs/promises'
import type { ContractDocument } from '#generated/openapi.gen.ts'
import { webhookEvents } from '#generated/webhooks.gen.ts'
import type { Documents } from '#handlers/handler.ts'

const generated = new URL('../generated/', import.meta.url)
/** Where `make docs` puts the site. */
const site = new URL('../.make/docs/', import.meta.url)
const json = async (name: string): Promise<ContractDocument> =>
  JSON.parse(await readFile(new URL(`documents/${name}.json`, generated), 'utf8'))

async function readPayloadSchemas(): Promise<Documents['payloadSchemas']> {
  const files = Object.values(webhookEvents).map(({ schemaVersion }) => `${schemaVersion}.json`)
  const texts = await Promise.all(files.map((file) => readFile(new URL(`schemas/${file}`, generated), 'utf8')))
  return Object.fromEntries(files.map((file, index) => [file, texts[index]])) as Documents['payloadSchemas']
}

/** The bundled documents, as they are published. */
export async function readDocuments(): Promise<Documents> {
  const [openapi, realtime, events, payloadSchemas, docs] = await Promise.all([
    json('openapi'),
    json('realtime'),
    json('events'),
    readPayloadSchemas(),
    docsSite(),
  ])
  return {
    openapi,
    realtime,
    events,
    payloadSchemas,
    docs,
    version: String((openapi.info as { version?: unknown }).version),
  }
}

async function docsSite(): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(site).catch(() => [])
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, site))] as const)))
}
