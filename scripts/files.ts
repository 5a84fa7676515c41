import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Paths of the files below a folder of the repository, sorted, with `/` between their parts; none when it is missing. */
export async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return paths.map((path) => path.slice(join(root, '/').length).replaceAll('\\', '/')).sort()
}

/** The content of a file of the repository, or null when there is none. */
export async function contentOf(root: string, path: string): Promise<string | null> {
  return readFile(join(root, path), 'utf8').catch(() => null)
}

export async function contentsOf(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const contents = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')))
  return new Map(paths.map((path, index) => [path, contents[index]!]))
}
