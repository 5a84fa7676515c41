import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, filesBelow } from '#scripts/files.ts'
import { computeSite } from './site.ts'
import { inputFolders } from './sources.ts'

const folder = '.make/docs'
/** Beside the site, so that it is not served: the hash of what the site was made of. */
const mark = '.make/docs.sha256'

/** Writes the site into `.make/docs`; does nothing where what it is made of has not changed. */
export async function buildSite(root: string): Promise<{ files: number } | 'present'> {
  const inputs = await inputsHash(root)
  if ((await contentOf(root, mark)) === inputs) return 'present'
  const site = await computeSite(root)
  const fresh = join(root, `${folder}-${process.pid}`)
  await mkdir(fresh, { recursive: true })
  await Promise.all([...site].map(([name, content]) => writeFile(join(fresh, name), content)))
  await rm(join(root, folder), { recursive: true, force: true })
  await rename(fresh, join(root, folder))
  await writeFile(join(root, mark), inputs)
  return { files: site.size }
}

async function inputsHash(root: string): Promise<string> {
  const paths = (await Promise.all(inputFolders.map((input) => filesOf(root, input)))).flat()
  const contents = await Promise.all(paths.map((path) => readFile(join(root, path))))
  const hash = createHash('sha256')
  for (const [index, path] of paths.entries())
    hash.update(`${path}\n${contents[index]!.length}\n`).update(contents[index]!)
  return hash.digest('hex')
}

async function filesOf(root: string, input: string): Promise<string[]> {
  const found = await stat(join(root, input)).catch(() => null)
  if (found === null) return []
  return found.isFile() ? [input] : filesBelow(root, input)
}

if (import.meta.main) {
  try {
    const built = await buildSite(join(import.meta.dirname, '..'))
    if (built !== 'present') console.log(`Docs built: ${built.files} files in ${folder}.`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
