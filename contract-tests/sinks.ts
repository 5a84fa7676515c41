import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { sql } from './database.ts'

/** Every row of every table as text, bytes also as the letters that they are; table to text. */
export async function databaseTexts(url: string): Promise<ReadonlyMap<string, string>> {
  const tables = await sql<{ name: string }>(
    url,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await sql<{ row: string }>(url, `select to_jsonb(t)::text as row from "${name}" t`)
      return [name, rows.map(({ row }) => `${row}\n${bytesIn(row)}`).join('\n')] as const
    }),
  )
  return new Map(texts)
}

/** The text of bytea columns, which JSON shows in hex. */
const bytesIn = (row: string): string =>
  [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1')).join('\n')

/** Every key that begins so, whatever its type; key to content. */
export async function redisTexts(url: string, begins = ''): Promise<ReadonlyMap<string, string>> {
  const redis = new Redis(url)
  try {
    const keys = (await redis.keys(`${begins}*`)).sort()
    const texts = await Promise.all(
      keys.map(async (key) => [key, (await redis.dumpBuffer(key))?.toString('latin1') ?? ''] as const),
    )
    const streams = await Promise.all(
      keys.map(async (key) =>
        (await redis.type(key)) === 'stream' ? JSON.stringify(await redis.xrange(key, '-', '+')) : '',
      ),
    )
    return new Map(texts.map(([key, text], index) => [key, `${text}\n${streams[index]}`]))
  } finally {
    redis.disconnect()
  }
}

/** Every file below the folder but those of these folders; path to content. */
export async function fileTexts(folder: string, but: readonly string[] = []): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const kept = paths.filter((path) => !but.some((name) => path.startsWith(join(folder, name))))
  return new Map(
    await Promise.all(kept.map(async (path) => [path, (await readFile(path)).toString('latin1')] as const)),
  )
}

/** Every text of the newest heap snapshot in the folder. */
export async function heapTexts(folder: string): Promise<readonly string[]> {
  const file = (await readdir(folder))
    .filter((name) => name.endsWith('.heapsnapshot'))
    .sort()
    .at(-1)
  if (file === undefined) throw new Error('the process wrote no heap snapshot')
  return (JSON.parse(await readFile(join(folder, file), 'utf8')) as { strings: string[] }).strings
}
