import type { Outputs } from './outputs.ts'

/** Built on each machine and ignored by git; the manifest holds their hashes. */
export function isBuilt(path: string): boolean {
  return path.startsWith('generated/validators/') && path.endsWith('.mjs')
}

/**
 * What is wrong with the committed files, a sentence each. `committed` holds the content of every file in a generated
 * folder; null is a file that is missing.
 */
export function differences(outputs: Outputs, committed: ReadonlyMap<string, string | null>): string[] {
  const sentences: string[] = []
  for (const [path, content] of outputs) {
    const present = committed.get(path) ?? null
    if (!isBuilt(path) && present !== content) {
      sentences.push(present === null ? `${path} is missing.` : `${path} differs from what specs/ and scripts/ make.`)
    }
  }
  for (const path of committed.keys()) {
    if (!outputs.has(path) && !isBuilt(path)) {
      sentences.push(`${path} is made by nothing; take it away.`)
    }
  }
  return sentences
}
