import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** What a repository may well carry for good. */
const MAX_BYTES = 300 * 1024
/** What runs against every later platform: what the released packages promise of themselves. */
const suites = ['contract-tests/released/on-platform.mjs', 'sdks/python/tests/on_platform.py']

/**
 * Keeps what the registries get, and the suites that it passes, under `sdks/released/<version>/`; the kit is left out, as it is
 * large and is the same checks in another form. Comes back with the files.
 */
export async function keepSdks(root: string, version: string): Promise<string[]> {
  await run(process.execPath, [join(root, 'scripts/build-sdks.ts')], { cwd: root })
  const built = join(root, '.make/sdks')
  const packed = (await readdir(built)).filter(
    (name) => name.endsWith(`-${version}.tgz`) || name.endsWith(`-${version}-py3-none-any.whl`),
  )
  const kept = packed.filter((name) => !name.startsWith('invorto-contract-')).map((name) => join(built, name))
  const folder = join(root, 'sdks/released', version)
  await mkdir(folder, { recursive: true })
  for (const path of [...kept, ...suites.map((suite) => join(root, suite))]) {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw new Error(`${basename(path)} has ${size} bytes; a release keeps at most ${MAX_BYTES}.`)
    await copyFile(path, join(folder, basename(path)))
  }
  return (await readdir(folder)).sort()
}
