import { join } from 'node:path'
import { parse } from 'yaml'
import { type DocumentName, type Documents, documentSources } from '#scripts/bundle/documents.ts'
import type { Json, JsonObject } from '#scripts/bundle/json.ts'
import { contentOf, contentsOf, filesBelow } from '#scripts/files.ts'
import { type Examples, examplesOf } from './pieces/example.ts'

/** Everything that the site is made of. */
export interface Sources {
  readonly documents: Documents
  readonly quickstart: Json
  readonly problems: Json
  readonly config: Json
  readonly names: Json
  /** Which story shows each type of event. */
  readonly eventMatrix: Json
  readonly metrics: Json
  readonly examples: Examples
  /** Markdown with front matter, by file name without its ending. */
  readonly guides: ReadonlyMap<string, string>
  /** A report of `make review`, as Markdown and as a page. */
  readonly review: { readonly text: string; readonly page: string }
  /** Null where there is none. */
  readonly changelog: string | null
  readonly requirements: readonly JsonObject[]
  /** Document to section to the ids of its requirements. */
  readonly requirementIds: JsonObject
  /** Released documents: path below `specs/released/` to content. */
  readonly released: ReadonlyMap<string, string>
}

/** Files whose change makes the site anew; a folder stands for all that is in it. */
export const inputFolders = [
  'docs-site',
  'generated/documents',
  'scripts/bundle',
  'scripts/emit',
  'sdks/browser',
  'specs',
  'simulators/voices',
  'CHANGELOG.md',
  'package-lock.json',
] as const

export async function readSources(root: string): Promise<Sources> {
  const names = Object.keys(documentSources) as DocumentName[]
  const [documents, tables, examples, guides, review, changelog, requirements, requirementIds, released] =
    await Promise.all([
      Promise.all(
        names.map(async (name) => [name, JSON.parse(await needed(root, `generated/documents/${name}.json`))]),
      ),
      Promise.all(
        ['quickstart', 'problems', 'config', 'names', 'metrics', 'event-matrix'].map((name) =>
          yamlOf(root, `specs/${name}.yaml`),
        ),
      ),
      below(root, 'specs/examples', /\/valid-[^/]*\.json$/),
      below(root, 'docs-site/guides', /\.md$/),
      reviewOf(root),
      contentOf(root, 'CHANGELOG.md'),
      requirementsOf(root),
      yamlOf(root, requirementTable),
      below(root, 'specs/released', /\.(json|ya?ml)$/),
    ])
  const [quickstart, problems, config, table, metrics, eventMatrix] = tables as [Json, Json, Json, Json, Json, Json]
  return {
    documents: Object.fromEntries(documents) as Documents,
    quickstart,
    problems,
    config,
    names: table,
    metrics,
    eventMatrix,
    examples: examplesOf(examples),
    guides: new Map([...guides].map(([path, text]) => [path.replace(/^.*\/|\.md$/g, ''), text])),
    review,
    changelog,
    requirements,
    requirementIds: requirementIds as JsonObject,
    released,
  }
}

async function reviewOf(root: string): Promise<Sources['review']> {
  const folder = 'docs-site/review-example'
  return { text: await needed(root, `${folder}/report.md`), page: await needed(root, `${folder}/report.html`) }
}

async function below(root: string, folder: string, names: RegExp): Promise<Map<string, string>> {
  const paths = await filesBelow(root, folder)
  return contentsOf(
    root,
    paths.filter((path) => names.test(path)),
  )
}

/** Which requirements there are, by document and section; the files beside it say where each of them stands. */
const requirementTable = 'specs/requirements/ids.yaml'

async function requirementsOf(root: string): Promise<JsonObject[]> {
  const files = await below(root, 'specs/requirements', /\.yaml$/)
  files.delete(requirementTable)
  return [...files.values()].flatMap((text) => parse(text, { merge: true }) as JsonObject[])
}

async function yamlOf(root: string, path: string): Promise<Json> {
  return parse(await needed(root, path), { merge: true }) as Json
}

async function needed(root: string, path: string): Promise<string> {
  const content = await contentOf(root, path)
  if (content === null) throw new Error(`${join(root, path)} is missing.`)
  return content
}
