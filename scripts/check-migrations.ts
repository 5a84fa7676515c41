import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lockingIndexes } from './checks/migration-locks.ts'
import { sha256 } from './emit/manifest.ts'
import { thawed } from './released/frozen.ts'

/** A migration that was committed may have been applied somewhere: it never changes, nor does its hash once it was released. `--add` enters new ones. Nor does it keep others from writing for long. */
const folder = new URL('../migrations/', import.meta.url)
const list = new URL('applied.json', folder)

const known: Record<string, string> = JSON.parse(await readFile(list, 'utf8').catch(() => '{}'))
const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
const texts = await Promise.all(
  names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const),
)
const found = Object.fromEntries(texts.map(([name, text]) => [name, sha256(text)]))
const wrong = [
  ...(await thawed(join(import.meta.dirname, '..'), 'migrations')),
  ...Object.keys(known)
    .filter((name) => known[name] !== found[name])
    .map((name) => `migrations/${name} has changed: write a new migration instead.`),
  ...names
    .filter((name) => known[name] === undefined)
    .map((name) => `migrations/${name} is new: node scripts/check-migrations.ts --add`),
  ...(await Promise.all(texts.map(([name, text]) => lockingIndexes(name, text)))).flat(),
]
if (process.argv.includes('--add')) {
  await writeFile(list, `${JSON.stringify({ ...found, ...known }, null, 2)}\n`)
} else if (wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`${names.length} migrations are what they were.\n`)
}
