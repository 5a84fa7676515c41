import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { optionalObjectAt } from './bundle/json.ts'
import { contentOf } from './files.ts'
import { keepSdks } from './released/released-sdks.ts'
import { documentNames, releaseFiles, releases, surfaceOf } from './released/surface.ts'

const run = promisify(execFile)

/**
 * Turns the fragments of `.changeset/` into CHANGELOG.md and the version, and keeps what it promises under `specs/released/`, its SDKs
 * under `sdks/released/`.
 */
async function main(root: string): Promise<void> {
  await run(process.execPath, [join(root, 'scripts/check-released.ts')], { cwd: root })
  const cli = createRequire(import.meta.url).resolve('@changesets/cli/bin.js')
  await run(process.execPath, [cli, 'version'], { cwd: root })
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  await setLockVersion(root, version)
  if ((await releases(root)).includes(version)) {
    throw new Error(`${version} is released already, and .changeset/ asks for nothing newer.`)
  }
  const surface = await surfaceOf((path) => contentOf(root, path))
  for (const name of documentNames) {
    const told = optionalObjectAt(surface.documents[name], 'info').version
    if (told !== version) throw new Error(`The document ${name} says version ${told}; it must be ${version}.`)
  }
  for (const [path, content] of releaseFiles(surface, version)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  const kept = await keepSdks(root, version)
  console.log(`sdks/released/${version}/: ${kept.join(', ')}`)
  console.log(`${version} stands in specs/released/ and sdks/released/. Look at CHANGELOG.md and commit both at once.`)
}

/** The lockfile repeats the version of the package twice. */
async function setLockVersion(root: string, version: string): Promise<void> {
  const path = join(root, 'package-lock.json')
  const lock = JSON.parse(await readFile(path, 'utf8')) as {
    version: string
    packages: Record<string, { version: string }>
  }
  lock.version = version
  lock.packages['']!.version = version
  await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`)
}

try {
  await main(join(import.meta.dirname, '..'))
} catch (error) {
  const { stderr, message } = error as { stderr?: string; message?: string }
  console.error(stderr?.trim() || message || error)
  process.exitCode = 1
}
