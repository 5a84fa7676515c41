import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file as a release kept it. */
interface Kept {
  readonly path: string
  readonly blob: string
  readonly version: string
}

/**
 * What is no longer as it was when a version was released, a sentence each: its documents, its SDKs, and the migrations that
 * it had. The commits that added releases say what that was, so nothing that is edited together hides it. Where there is no
 * history, as in an archive, nothing is said.
 */
export async function thawed(
  root: string,
  folder: 'specs/released' | 'sdks/released' | 'migrations',
): Promise<string[]> {
  const faults = await Promise.all(
    (await keptIn(root, folder)).map(async ({ path, blob, version }) => {
      const content = await readFile(join(root, path)).catch(() => null)
      if (content !== null && blobOf(content) === blob) return []
      const what = content === null ? 'is gone' : 'has changed'
      return [`${path} ${what}: it was released in ${version}, and stays as it was.`]
    }),
  )
  return [...new Set(faults.flat())]
}

async function keptIn(root: string, folder: string): Promise<Kept[]> {
  const git = async (...asked: string[]): Promise<string[]> => {
    const { stdout } = await run('git', ['-C', root, ...asked], { maxBuffer: 2 ** 24 }).catch(() => ({ stdout: '' }))
    return stdout.split('\n').filter((line) => line !== '')
  }
  const added = ['--diff-filter=A', '--no-renames', '--reverse', '--format=commit %H', '--name-only']
  const kept = new Map<string, Kept>()
  let commit = ''
  for (const line of await git('log', ...added, '--', 'specs/released/*/openapi.json')) {
    const [, version] = /^specs\/released\/([^/]+)\/openapi\.json$/.exec(line) ?? []
    if (version === undefined) commit = line.slice('commit '.length)
    else {
      const place = folder === 'migrations' ? folder : `${folder}/${version}`
      for (const entry of await git('ls-tree', '-r', commit, '--', `${place}/`)) {
        const [, blob = '', path = ''] = /^\d+ blob (\w+)\t(.*)$/.exec(entry) ?? []
        // What was kept first holds; the list of migrations grows.
        if (path !== 'migrations/applied.json' && !kept.has(path)) kept.set(path, { path, blob, version })
      }
    }
  }
  return [...kept.values()]
}

/** The name that git gives a file of this content. */
const blobOf = (content: Buffer): string =>
  hash('sha1', Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]))
