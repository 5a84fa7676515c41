import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type DocumentName, type Documents, documentSources } from './bundle/documents.ts'
import { compileValidators } from './emit/compile-validators.ts'
import { type Manifest, manifestPath, sha256 } from './emit/manifest.ts'
import { validatorPath, validatorSets } from './emit/validator-sets.ts'
import { contentOf } from './files.ts'

/** Compiles the validators from the committed documents. Needs no development dependency; does nothing when all stand. */
export async function buildValidators(root: string): Promise<'built' | 'present'> {
  const source = await contentOf(root, manifestPath)
  if (source === null) {
    throw new Error(`${manifestPath} is missing. Run \`make generate\`.`)
  }
  const { outputs: hashes } = JSON.parse(source) as Manifest
  const documents = await committedDocuments(root, hashes)
  const sets = validatorSets(documents)
  const present = await Promise.all(sets.map(async ({ name }) => hashOf(await contentOf(root, validatorPath(name)))))
  if (sets.every(({ name }, index) => present[index] === hashes[validatorPath(name)])) {
    return 'present'
  }
  for (const set of sets) {
    const path = validatorPath(set.name)
    const module = await compileValidators(set, root)
    if (sha256(module) !== hashes[path]) {
      throw new Error(
        `${path} comes out differently from what ${manifestPath} says. ` +
          'Install the versions of package-lock.json (ajv, ajv-formats, esbuild), or run `make generate`.',
      )
    }
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), module)
  }
  return 'built'
}

async function committedDocuments(root: string, hashes: Manifest['outputs']): Promise<Documents> {
  const names = Object.keys(documentSources) as DocumentName[]
  const documents = await Promise.all(
    names.map(async (name) => {
      const path = `generated/documents/${name}.json`
      const content = await contentOf(root, path)
      if (content === null || sha256(content) !== hashes[path]) {
        throw new Error(`${path} is not what ${manifestPath} says. Run \`make generate\`; never edit it by hand.`)
      }
      return [name, JSON.parse(content)] as const
    }),
  )
  return Object.fromEntries(documents) as unknown as Documents
}

function hashOf(content: string | null): string | null {
  return content === null ? null : sha256(content)
}

if (import.meta.main) {
  try {
    const root = join(import.meta.dirname, '..')
    console.log((await buildValidators(root)) === 'built' ? 'Validators built.' : 'Validators are up to date.')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
