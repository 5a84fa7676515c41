import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A checkout of a commit with the packages and compiled validators of this one; it goes when `work` is done. */
export async function inWorkTree<T>(root: string, commit: string, work: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), 'invorto-tree-'))
  const folder = join(parent, 'tree')
  const git = (...asked: string[]) => run('git', ['-C', root, 'worktree', ...asked])
  try {
    await git('add', '--detach', folder, commit)
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await cp(join(root, 'generated/validators'), join(folder, 'generated/validators'), { recursive: true })
    return await work(folder)
  } finally {
    await git('remove', '--force', folder).catch(() => {})
    await rm(parent, { recursive: true, force: true })
    await git('prune')
  }
}
