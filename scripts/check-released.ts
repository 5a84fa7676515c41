import { join } from 'node:path'
import getReleasePlan from '@changesets/get-release-plan'
import { documentSources } from './bundle/documents.ts'
import type { JsonObject } from './bundle/json.ts'
import { optionalObjectAt } from './bundle/json.ts'
import { defaultOf } from './emit/commonjs.ts'
import { contentOf } from './files.ts'
import { changesBetween } from './released/changes.ts'
import { thawed } from './released/frozen.ts'
import { documentNames, releasedSurface, releases, surfaceOf } from './released/surface.ts'
import { type Plan, releaseFaults } from './released/verdict.ts'

/**
 * Holds the contract against the last release: what changed needs a version and a fragment of the changelog that say so, and
 * what was released stays as it was.
 */
async function main(root: string): Promise<number> {
  const [released] = await releases(root)
  const faults = [
    ...(await thawed(root, 'specs/released')),
    ...(await thawed(root, 'sdks/released')),
    ...(released === undefined ? [] : await untold(root, released)),
  ]
  for (const fault of faults) console.error(fault)
  if (released === undefined && faults.length === 0) console.log('Nothing is released yet.')
  return faults.length === 0 ? 0 : 1
}

/** What changed since and is not announced. */
async function untold(root: string, released: string): Promise<string[]> {
  const now = await surfaceOf((path) => contentOf(root, path))
  const changes = await changesBetween(root, await releasedSurface(root, released), now)
  const versions = Object.fromEntries(
    documentNames.map((name) => [documentSources[name], versionOf(now.documents[name])]),
  )
  const faults = releaseFaults(changes, await planOf(root, released), versions, released)
  if (faults.length === 0) console.log(`${changes.length} changes since ${released}; each is announced.`)
  return faults
}

function versionOf(document: JsonObject): string {
  return String(optionalObjectAt(document, 'info').version)
}

async function planOf(root: string, released: string): Promise<Plan> {
  const { changesets, releases } = await defaultOf(getReleasePlan)(root)
  const release = releases.find(({ name }) => name === 'invorto')
  return {
    bump: release?.type ?? 'none',
    version: release?.newVersion ?? released,
    text: changesets.map(({ summary }) => summary).join('\n'),
  }
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
