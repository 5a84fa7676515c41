import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** Wheels of everything in `requirements.txt`, fetched once with pip; a change of that file has a folder of its own. */
export async function wheelhouse(): Promise<string> {
  const requirements = join(root, 'sdks/python/requirements.txt')
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12)
  const folder = join(root, `.make/python-wheels-${key}`)
  if (!existsSync(folder)) {
    await mkdir(join(root, '.make'), { recursive: true })
    const scratch = await mkdtemp(`${folder}-`)
    const asked = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:', '-r', requirements]
    await run('python3', ['-m', 'pip', 'download', '--dest', scratch, ...asked])
    // Of two that fetch them at once the first one stays.
    await rename(scratch, folder).catch(() => rm(scratch, { recursive: true }))
  }
  return folder
}

/** The environment that tests and guides run programs in: everything of `requirements.txt`, made once; its Python. */
export async function testEnvironment(): Promise<string> {
  const wheels = await wheelhouse()
  const folder = wheels.replace('python-wheels', 'python-env')
  if (!existsSync(folder)) {
    const scratch = await mkdtemp(`${folder}-`)
    await freshEnvironment(scratch, ['-r', join(root, 'sdks/python/requirements.txt')])
    await rename(scratch, folder).catch(() => rm(scratch, { recursive: true }))
  }
  return join(folder, 'bin/python')
}

/** A new environment with these packages in it, out of the wheels that are there; its Python. */
export async function freshEnvironment(folder: string, packages: readonly string[]): Promise<string> {
  await run('python3', ['-m', 'venv', folder])
  const python = join(folder, 'bin/python')
  const offline = ['--quiet', '--disable-pip-version-check', '--no-index', '--find-links', await wheelhouse()]
  await run(python, ['-m', 'pip', 'install', ...offline, ...packages])
  return python
}
