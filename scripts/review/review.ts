import { optionalObjectAt } from '../bundle/json.ts'
import { type Finding, houseFindings, redoclyFindings } from '../checks/spec-findings.ts'
import { areModelsOf } from '../emit/sdk/python/core.ts'
import { contentOf, contentsOf, filesBelow } from '../files.ts'
import { areCurrent, computeSurfaces, type Outputs } from '../outputs.ts'
import { changesBetween } from '../released/changes.ts'
import { type ReadFile, surfaceOf } from '../released/surface.ts'
import { readRequirements } from '../requirements/rows.ts'
import { brokenPacts } from './broken-pacts.ts'
import type { Texts } from './example-changes.ts'
import { isEmpty, type Review, reviewOf, type Side } from './report.ts'
import { isUnchanged, pactsAt, revisionOf, withRevision } from './revision.ts'
import { type Generated, generatedSurfaces } from './signatures.ts'

/**
 * What the contract of the working tree, uncommitted edits too, means to those who use it as it stands in `base`; the
 * name of the base alone where nothing is different.
 */
export async function review(root: string, base: string | undefined): Promise<Review | Pick<Review, 'base'>> {
  const revision = await revisionOf(root, base)
  if (await isUnchanged(root, revision)) return { base: revision.label }
  return withRevision(root, revision, async (folder) => {
    const [before, { after, notes }, findings] = await Promise.all([
      sideOf(folder, null),
      revisedSide(root),
      newFindings(folder, root),
    ])
    const changes = await changesBetween(root, before.surface, after.surface)
    const version = String(optionalObjectAt(before.surface.documents.openapi, 'info').version)
    const broken = await brokenPacts(await pactsAt(root, revision), after.surface.documents)
    const named = { base: revision.label, version, findings, brokenPacts: broken, notes }
    const found = reviewOf(before, after, changes, await testTexts(root), named)
    return isEmpty(found) ? { base: revision.label } : found
  })
}

const stale = 'The generated files are older than specs/: `make generate`. This report shows what they will be.'
const leftAlone = 'The models of the Python SDK could not be made anew, so what changes in them is not shown.'

/** The contract of the working tree as it will be generated, and what is to be known of it. */
async function revisedSide(root: string): Promise<{ after: Side; notes: string[] }> {
  if (await areCurrent(root)) return { after: await sideOf(root, null), notes: [] }
  const { outputs } = await computeSurfaces(root, 'leave')
  const after = await sideOf(root, outputs)
  const current = await areModelsOf(after.surface.documents.openapi, outputs)
  return { after, notes: current ? [stale] : [stale, leftAlone] }
}

/** What stands in a folder; what was made of its documents and is not written yet is in `outputs`. */
async function sideOf(root: string, outputs: Outputs | null): Promise<Side> {
  const read: ReadFile = async (path) => outputs?.get(path) ?? contentOf(root, path)
  const [surface, generated, examples, { rows }] = await Promise.all([
    surfaceOf(read),
    generatedOf(root, outputs),
    below(root, 'specs/examples'),
    readRequirements(root),
  ])
  return { surface, generated, examples, rows }
}

/** What the rules of the working tree find in it, and do not find in the base. */
async function newFindings(base: string, root: string): Promise<Finding[]> {
  const [house, ...linted] = await Promise.all([
    houseFindings(root),
    redoclyFindings(root),
    redoclyFindings(base, root),
  ])
  const known = [...linted[1], ...(house.length === 0 ? [] : await houseFindings(base, root))]
  const texts = new Set(known.map(({ text }) => text))
  return [...house, ...linted[0]].filter(({ text }) => !texts.has(text))
}

async function generatedOf(root: string, outputs: Outputs | null): Promise<Generated> {
  const surfaces = Object.entries(generatedSurfaces).map(async ([name, { paths }]) => {
    const listed = await Promise.all(paths.map((path) => filesAt(root, outputs, path)))
    const texts = listed.flat().map(async (path) => outputs?.get(path) ?? (await contentOf(root, path)) ?? '')
    return [name, (await Promise.all(texts)).join('\n')]
  })
  return Object.fromEntries(await Promise.all(surfaces))
}

/** The file of that path, or those below it. */
async function filesAt(root: string, outputs: Outputs | null, path: string): Promise<string[]> {
  if (/\.\w+$/.test(path)) return [path]
  const all = outputs === null ? await filesBelow(root, path) : [...outputs.keys()]
  return all.filter((file) => file.startsWith(`${path}/`) && file.endsWith('.py')).sort()
}

async function below(root: string, folder: string): Promise<Texts> {
  const contents = await contentsOf(root, await filesBelow(root, folder))
  return new Map([...contents].map(([path, content]) => [path.slice(folder.length + 1), content]))
}

const testFolders = [
  'app',
  'contract-tests',
  'docs-site',
  'handlers',
  'runtime',
  'sdks',
  'scenarios',
  'specs/scenarios',
]

async function testTexts(root: string): Promise<Texts> {
  const paths = (await Promise.all(testFolders.map((folder) => filesBelow(root, folder)))).flat()
  const tests = paths.filter((path) => path.endsWith('.test.ts') || /^specs\/scenarios\/.*\.yaml$/.test(path))
  return contentsOf(root, tests)
}
