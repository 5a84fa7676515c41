import type { Impact } from '../released/semver.ts'
import type { Item } from './item.ts'
import type { Sentence } from './sentences.ts'
import { closedPackages, type SignatureChange } from './signatures.ts'

/** What became of an item. */
export type ItemState = 'new' | 'changed' | 'gone'

/** Typed packages in whose declarations something is no more. */
export function packagesThatLose(signatures: readonly SignatureChange[]): string[] {
  const losing = signatures.filter(({ lines }) => lines.some(({ mark }) => mark === '-'))
  const surfaces = new Set(losing.flatMap((signature) => signature.surfaces))
  return closedPackages.filter((name) => surfaces.has(name))
}

/** What that means, where it means something. */
export const uncompiledWords = (packages: readonly string[]): string[] =>
  packages.length === 0
    ? []
    : [
        `Code that names a value which is gone no longer compiles with ${packages.map((name) => `\`${name}\``).join(', ')}.`,
      ]

/** Who has to do something when it runs, in a sentence. */
export function affectedBy(
  items: readonly Item[],
  state: ItemState,
  impact: Impact,
  sentences: readonly Sentence[],
): string {
  const [item] = items
  if (state === 'new') return 'Nobody breaks: nobody knows it yet.'
  if (state === 'gone') return `Breaks everybody who uses it.`
  if (item!.kind === 'problem' || item!.kind === 'setting' || item!.kind === 'document') {
    return impact === 'major'
      ? `Breaks ${item!.kind === 'setting' ? 'installations that set it' : 'clients that rely on it'}.`
      : 'Nobody breaks.'
  }
  const breaking = sentences.filter((sentence) => sentence.impact === 'major')
  if (breaking.length === 0) return impact === 'none' ? 'Nobody notices.' : 'Nobody breaks.'
  const senders = breaking.some(({ sent }) => sent)
  const receivers = breaking.some(({ sent }) => !sent)
  const reader = item!.kind === 'operation' ? 'clients that read its answer' : `${item!.to} that read it`
  const who = [...(senders ? ['clients that send it'] : []), ...(receivers ? [reader] : [])]
  return `Breaks ${who.join(' and ')}.`
}
