import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { documentSources } from './documents.ts'
import type { JsonObject } from './json.ts'

const run = promisify(execFile)

/** The sources of all documents, by name; those that are not published yet are drafts as a whole. */
export async function allSources(root: string): Promise<Record<string, string>> {
  const files = (await readdir(join(root, 'specs'))).filter((file) => file.endsWith('.asyncapi.yaml'))
  return {
    openapi: documentSources.openapi,
    ...Object.fromEntries(files.sort().map((file) => [file.replace('.asyncapi.yaml', ''), `specs/${file}`])),
  }
}

/** Each document with every reference inside it, as `redocly bundle` makes it; drafts too. */
export async function bundleAll(root: string): Promise<Map<string, JsonObject>> {
  const sources = await allSources(root)
  const folder = await mkdtemp(join(tmpdir(), 'invorto-bundle-'))
  try {
    const options = ['--output', folder, '--ext', 'json', '--config', 'specs/style/redocly.yaml']
    // One run for all: most of the time of one goes into its start.
    await redocly(root, ['bundle', ...Object.values(sources), ...options]).catch((error: { stderr?: string }) => {
      throw new Error(`The documents do not bundle.\n${error.stderr ?? error}`, { cause: error })
    })
    const bundled = Object.entries(sources).map(async ([name, source]) => {
      const text = await readFile(join(folder, `${basename(source, '.yaml')}.json`), 'utf8')
      return [name, JSON.parse(text) as JsonObject] as const
    })
    return new Map(await Promise.all(bundled))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs redocly in the repository, without telemetry or a look for updates. */
export async function redocly(root: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
  const bin = JSON.parse(await readFile(manifest, 'utf8')).bin.redocly as string
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  return run(process.execPath, [join(dirname(manifest), bin), ...args], { cwd: root, env, maxBuffer: 64 * 1024 * 1024 })
}
