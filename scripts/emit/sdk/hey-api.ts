import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import type { JsonObject } from '../../bundle/json.ts'
import { contentOf, filesBelow } from '../../files.ts'

/** Types, one function an operation and the fetch client below them, as @hey-api/openapi-ts writes them; path to content. */
export async function emitFetchCore(document: JsonObject, folder: string): Promise<Map<string, string>> {
  const scratch = await mkdtemp(join(tmpdir(), 'invorto-sdk-'))
  try {
    await createClient({
      input: structuredClone(document) as never,
      output: { path: join(scratch, 'out'), module: { extension: '.ts' } },
      logs: { level: 'silent', file: false },
      plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    })
    const files = await filesBelow(scratch, 'out')
    const contents = await Promise.all(files.map(async (file) => (await contentOf(scratch, file)) ?? ''))
    return new Map(files.map((file, index) => [file.replace(/^out/, folder), loose(file, contents[index]!)]))
  } finally {
    await rm(scratch, { recursive: true })
  }
}

/** The client that is copied in was not written for `exactOptionalPropertyTypes`; what it exports is checked where it is used. */
const loose = (file: string, content: string): string =>
  /^out\/(client|core)\//.test(file) ? content.replace('\n', '\n// @ts-nocheck\n') : content
