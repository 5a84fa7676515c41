import { createHash } from 'node:crypto'

/** What was made from what: a SHA-256 of every input, every file of the generator and every output. */
export interface Manifest {
  readonly note: string
  readonly specs: Readonly<Record<string, string>>
  readonly generator: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
}

export const manifestPath = 'generated/manifest.gen.json'

export type Files = ReadonlyMap<string, string>

export function emitManifest(specs: Files, generator: Files, outputs: Files): string {
  const manifest: Manifest = {
    note: 'Generated from specs/ by scripts/generate.ts. Do not edit.',
    specs: hashes(specs),
    generator: hashes(generator),
    outputs: hashes(outputs),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

function hashes(files: Files): Record<string, string> {
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(sorted.map(([path, content]) => [path, sha256(content)]))
}
