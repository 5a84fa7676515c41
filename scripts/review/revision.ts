import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonFolder } from '../emit/sdk/python/core.ts'
import { releases } from '../released/surface.ts'

const run = promisify(execFile)

/** A revision of the repository that a change is held against. */
export interface Revision {
  readonly commit: string
  /** How the reader knows it: `main~1 (88cd2f3)`. */
  readonly label: string
}

/** The revision of this name: a revision of git or a released version; without a name the last release, or what the working tree is based on. */
export async function revisionOf(root: string, name: string | undefined): Promise<Revision> {
  await git(root, ['rev-parse', '--git-dir']).catch(() => {
    throw new Error('There is no git repository here, so there is nothing that the contract can be held against.')
  })
  const [wanted, shown] = await pointOf(root, name)
  const commit = await git(root, ['rev-parse', '--verify', '--quiet', `${wanted}^{commit}`]).catch(() => {
    throw new Error(
      `git knows no revision "${shown}". BASE is a branch, tag, commit or released version: make review BASE=main~1`,
    )
  })
  const short = commit.slice(0, 7)
  return { commit, label: commit.startsWith(shown) ? short : `${shown} (${short})` }
}

/** What git is asked for, and how the reader calls it. */
async function pointOf(root: string, name: string | undefined): Promise<[string, string]> {
  const versions = await releases(root)
  const version = name === undefined ? versions[0] : versions.find((known) => known === name.replace(/^v/, ''))
  if (version !== undefined) {
    const path = `specs/released/${version}/openapi.json`
    const commit = await git(root, ['log', '--diff-filter=A', '--format=%H', '-1', '--', path]).catch(() => '')
    if (commit !== '') return [commit, `release ${version}`]
  }
  if (name !== undefined) return [name, name]
  const edited = await git(root, ['status', '--porcelain', '--', 'specs', 'generated', 'sdks'])
  return edited === '' ? ['HEAD~1', 'HEAD~1'] : ['HEAD', 'HEAD']
}

/** What a contract is in the repository: its documents, and all that is made of them. */
export const contract: readonly string[] = [
  ...['specs', 'generated', 'sdks/browser/generated', 'sdks/node/generated', 'sdks/webhooks/generated'],
  pythonFolder,
]

/** Whether the working tree has the contract of the revision, byte for byte. */
export async function isUnchanged(root: string, { commit }: Revision): Promise<boolean> {
  const [edited, added] = await Promise.all([
    git(root, ['diff', '--name-only', commit, '--', ...contract]),
    git(root, ['ls-files', '--others', '--exclude-standard', '--', ...contract]),
  ])
  return edited === '' && added === ''
}

/** Has `use` work on a folder with the revision's contract in it. */
export async function withRevision<Result>(
  root: string,
  { commit, label }: Revision,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'invorto-review-'))
  try {
    const archive = join(folder, 'contract.tar')
    const there = (await git(root, ['ls-tree', '-d', '--name-only', commit, '--', ...contract])).split('\n')
    if (!there.includes('generated'))
      throw new Error(`${label} has no generated documents, so it is older than what can be held against.`)
    await git(root, ['archive', '--format=tar', '--output', archive, commit, ...there])
    await run('tar', ['-xf', archive, '-C', folder])
    // Sources are read as modules of the same kind as ours.
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}')
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The pacts of the revision; none where it is older than they are. */
export async function pactsAt(root: string, { commit }: Revision): Promise<string[]> {
  const listed = await git(root, ['ls-tree', '-r', '--name-only', commit, '--', 'contract-tests/pacts'])
  const paths = listed.split('\n').filter((path) => path.endsWith('.json'))
  return Promise.all(paths.map((path) => git(root, ['show', `${commit}:${path}`])))
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  return stdout.trim()
}
