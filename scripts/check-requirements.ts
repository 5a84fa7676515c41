import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Json, JsonObject } from './bundle/json.ts'
import { stringsOf } from './bundle/json.ts'
import { extensionsIn } from './checks/extensions.ts'
import { contentsOf, filesBelow } from './files.ts'
import { carriersOf, type Specs, schemasOf } from './requirements/carriers.ts'
import { figuresTable, withFigures } from './requirements/figures.ts'
import { type Citation, requirementFaults } from './requirements/row-faults.ts'
import { readRequirements } from './requirements/rows.ts'

/** Holds specs/requirements/ against the contract, the tests and the README; `--write` puts the figures into the README. */
async function main(root: string, write: boolean): Promise<number> {
  const requirements = await readRequirements(root)
  const specs = await sourcesOf(root)
  const published = [...(await contentsOf(root, documentsOf(root))).values()].map(
    (text) => JSON.parse(text) as JsonObject,
  )
  const faults = requirementFaults(requirements, {
    carriers: [...carriersOf(specs), ...schemasOf(specs, published)],
    citations: citationsOf(specs),
    textOf: (path) => textOf(join(root, path)),
  })
  const table = figuresTable(requirements.rows)
  const wrongReadme = checkReadme(join(root, 'README.md'), table, write)
  for (const fault of [...faults, ...wrongReadme]) console.error(fault)
  console.log(table.join('\n'))
  return faults.length + wrongReadme.length === 0 ? 0 : 1
}

/** Every YAML file of the contract, scenarios among them. */
async function sourcesOf(root: string): Promise<Specs> {
  const apart = ['specs/requirements/', 'specs/style/', 'specs/released/']
  const paths = (await filesBelow(root, 'specs')).filter(
    (path) => path.endsWith('.yaml') && !apart.some((folder) => path.startsWith(folder)),
  )
  const texts = await contentsOf(root, paths)
  return new Map([...texts].map(([path, text]) => [path, parse(text, { merge: true }) as Json]))
}

const documentsOf = (root: string): string[] =>
  readdirSync(join(root, 'generated/documents'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `generated/documents/${name}`)

function citationsOf(specs: Specs): Citation[] {
  return [...specs].flatMap(([path, source]) => {
    if (path.startsWith('specs/scenarios/'))
      return [{ place: path, ids: stringsOf((source as JsonObject).requirement) }]
    return extensionsIn(source)
      .filter(({ name }) => name === 'x-requirement')
      .map(({ pointer, value }) => ({ place: `${path}#${pointer}`, ids: stringsOf(value) }))
  })
}

function textOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return null
  return found.isDirectory() ? '' : readFileSync(path, 'utf8')
}

function checkReadme(path: string, table: readonly string[], write: boolean): string[] {
  const text = readFileSync(path, 'utf8')
  const right = withFigures(text, table)
  if (right === null) return [`README.md has no table that begins with "${table[0]}".`]
  if (right === text) return []
  if (!write) return ['README.md shows other figures: node scripts/check-requirements.ts --write']
  writeFileSync(path, right)
  return []
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'), process.argv.includes('--write'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
