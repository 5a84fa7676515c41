import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { lendGenerator } from './emit/sdk/python/generator.ts'
import { whenTold } from './signals.ts'

const run = promisify(execFile)

/**
 * A checkout of a commit with the packages and compiled validators of this one. It goes when `work` is done or the
 * program is told to end, and with it whatever was kept in the folder for temporary files.
 */
export async function inWorkTree<T>(root: string, commit: string, work: (folder: string) => Promise<T>): Promise<T> {
  const outside = tmpdir()
  const parent = await mkdtemp(join(outside, 'invorto-tree-'))
  const folder = join(parent, 'tree')
  const git = (...asked: string[]) => run('git', ['-C', root, 'worktree', ...asked])
  const remove = async () => {
    process.env.TMPDIR = outside
    await rm(parent, { recursive: true, force: true, maxRetries: 5 })
    await git('prune').catch(() => {})
  }
  const forget = whenTold(remove)
  try {
    await mkdir(join(parent, 'tmp'))
    process.env.TMPDIR = join(parent, 'tmp')
    await git('add', '--detach', folder, commit)
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await lendGenerator(root, folder)
    await cp(join(root, 'generated/validators'), join(folder, 'generated/validators'), { recursive: true })
    return await work(folder)
  } finally {
    await remove()
    forget()
  }
}
