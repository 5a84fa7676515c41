import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type DocumentName, type Documents, documentSources } from './documents.ts'
import type { JsonObject } from './json.ts'

const run = promisify(execFile)

/** Each document with every reference inside it, as `redocly bundle` makes it. */
export async function bundleDocuments(root: string): Promise<Documents> {
  const folder = await mkdtemp(join(tmpdir(), 'invorto-bundle-'))
  try {
    const names = Object.keys(documentSources) as DocumentName[]
    const bundles = await Promise.all(names.map((name) => bundleOne(root, name, join(folder, `${name}.json`))))
    return Object.fromEntries(names.map((name, index) => [name, bundles[index]])) as unknown as Documents
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function bundleOne(root: string, name: DocumentName, output: string): Promise<JsonObject> {
  const source = documentSources[name]
  try {
    await redocly(root, ['bundle', source, '--output', output, '--ext', 'json', '--config', 'specs/style/redocly.yaml'])
  } catch (error) {
    throw new Error(`${source} does not bundle.\n${(error as { stderr?: string }).stderr ?? error}`, { cause: error })
  }
  return JSON.parse(await readFile(output, 'utf8')) as JsonObject
}

/** Runs redocly in the repository, without telemetry or a look for updates. */
export async function redocly(root: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json')
  const bin = JSON.parse(await readFile(manifest, 'utf8')).bin.redocly as string
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  return run(process.execPath, [join(dirname(manifest), bin), ...args], { cwd: root, env, maxBuffer: 64 * 1024 * 1024 })
}
