import type { Impact } from '../released/semver.ts'
import type { Block, Review } from './report.ts'

/** The version that a change asks for. */
export function nextVersion(version: string, impact: Impact): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (impact === 'major') return `${major + 1}.0.0`
  if (impact === 'minor') return `${major}.${minor + 1}.0`
  return impact === 'patch' ? `${major}.${minor}.${patch + 1}` : version
}

/** The verdict in one line: `minor: 1.4.0 -> 1.5.0; 1 operation changed; nobody breaks`. */
export function headline({ impact, version, blocks, drafts }: Review): string {
  const counts = new Map<string, number>()
  for (const { items, state } of blocks) {
    for (const { kind } of items) counts.set(`${kind} ${state}`, (counts.get(`${kind} ${state}`) ?? 0) + 1)
  }
  const told = [...counts].map(([what, count]) => counted(count, what))
  const draftCount = drafts.length === 0 ? [] : [`${drafts.length} of drafts`]
  const versions = impact === 'none' ? `${version} stays` : `${version} -> ${nextVersion(version, impact)}`
  const list = [...told, ...draftCount].join(', ') || 'nothing that clients see'
  return `${impact}: ${versions}; ${list}; ${breakage(blocks)}`
}

function counted(count: number, what: string): string {
  const [kind = '', state = ''] = what.split(' ')
  return `${count} ${kind}${count === 1 ? '' : 's'} ${state}`
}

function breakage(blocks: readonly Block[]): string {
  const breaking = blocks.filter(({ impact }) => impact === 'major').flatMap(({ items }) => items)
  const uncompiled = blocks.some((block) => block.uncompiled.length > 0)
  if (breaking.length === 0) return `nobody breaks${uncompiled ? ' that runs, but some code no longer compiles' : ''}`
  return `${breaking.length} of them break${breaking.length === 1 ? 's' : ''} somebody`
}
