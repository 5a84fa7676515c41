import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wheelhouse } from '#sdks/python/environment.ts'

const run = promisify(execFile)

/** The Python SDK as PyPI would get it. */
export interface PythonPackage {
  readonly wheel: string
  readonly sdist: string
}

/** Builds wheel and sdist into `.make/sdks`, from a copy that has nothing but what is published. */
export async function buildPythonPackage(root: string): Promise<PythonPackage> {
  const source = join(root, '.make/sdks/python')
  await rm(source, { recursive: true, force: true })
  await mkdir(source, { recursive: true })
  const from = join(root, 'sdks/python')
  await cp(join(from, 'invorto'), join(source, 'invorto'), {
    recursive: true,
    filter: (path) => !/__pycache__$|\.json$/.test(path),
  })
  for (const name of ['README.md', 'pyproject.toml']) await copyFile(join(from, name), join(source, name))
  await copyFile(join(root, 'LICENSE'), join(source, 'LICENSE'))
  // A wheel is a zip that Python reads as it is, so the builder need not be installed.
  const { stdout: found } = await run('bash', ['-c', 'echo "$0"/flit_core-*.whl', await wheelhouse()])
  const program =
    'import sys; from flit_core import buildapi as b; print(b.build_wheel(sys.argv[1]), b.build_sdist(sys.argv[1]))'
  const env = {
    ...process.env,
    PYTHONPATH: found.trim(),
    PYTHONDONTWRITEBYTECODE: '1',
    SOURCE_DATE_EPOCH: '1735689600',
  }
  const target = join(root, '.make/sdks')
  const { stdout } = await run('python3', ['-c', program, target], { cwd: source, env })
  const [wheel, sdist] = stdout
    .trim()
    .split(' ')
    .map((name) => join(target, name))
  return { wheel: wheel!, sdist: sdist! }
}
