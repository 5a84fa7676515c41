import { optionalObjectAt } from '../bundle/json.ts'
import { type Finding, houseFindings, redoclyFindings } from '../checks/spec-findings.ts'
import { contentOf, contentsOf, filesBelow } from '../files.ts'
import { areCurrent, computeSurfaces } from '../outputs.ts'
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
    const current = await areCurrent(root)
    const outputs = current ? null : (await computeSurfaces(root, 'leave')).outputs
    const read: ReadFile = async (path) => outputs?.get(path) ?? contentOf(root, path)
    const [before, after, findings] = await Promise.all([
      sideOf(folder, (path) => contentOf(folder, path)),
      sideOf(root, read),
      newFindings(folder, root),
    ])
    const changes = await changesBetween(root, before.surface, after.surface)
    const version = String(optionalObjectAt(before.surface.documents.openapi, 'info').version)
    const stale = 'The generated files are older than specs/: `make generate`. This report shows what they will be.'
    const notes = current ? [] : [stale]
    const broken = await brokenPacts(await pactsAt(root, revision), after.surface.documents)
    const named = { base: revision.label, version, findings, brokenPacts: broken, notes }
    const found = reviewOf(before, after, changes, await testTexts(root), named)
    return isEmpty(found) ? { base: revision.label } : found
  })
}

async function sideOf(root: string, read: ReadFile): Promise<Side> {
  const [surface, generated, examples, { rows }] = await Promise.all([
    surfaceOf(read),
    generatedOf(read),
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

async function generatedOf(read: ReadFile): Promise<Generated> {
  const files = Object.entries(generatedSurfaces).map(async ([name, path]) => [name, (await read(path)) ?? ''])
  return Object.fromEntries(await Promise.all(files))
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
