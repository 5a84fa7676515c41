import { mulberry32, sampleOf } from '../requirements/sample.ts'
import { clientEdits } from './client-edits.ts'
import { handlerEdits } from './code-edits.ts'
import type { Edit, EditKind, Repository } from './edit.ts'
import { houseEdits } from './house-edits.ts'
import { operationEdits } from './operation-edits.ts'
import { schemaEdits } from './schema-edits.ts'
import { tableEdits } from './table-edits.ts'

export interface DrawnEdit extends Edit {
  readonly kind: string
  readonly generates: boolean
}

/** Every kind of edit that the repository has a place for. */
export function kindsOf(repository: Repository): EditKind[] {
  return [
    ...schemaEdits(repository),
    ...operationEdits(repository),
    ...tableEdits(repository),
    ...handlerEdits(repository),
    ...houseEdits(repository),
    ...clientEdits(repository),
  ]
}

/** `count` edits that the seed alone decides: every kind before any comes again, no place twice. */
export function drawn(kinds: readonly EditKind[], count: number, seed: number): DrawnEdit[] {
  const random = mulberry32(seed)
  const decks = sampleOf(kinds, kinds.length, seed).map(({ name, generates, edits }) => {
    return { name, generates, edits: sampleOf(edits, edits.length, Math.floor(random() * 2 ** 32)) }
  })
  const found: DrawnEdit[] = []
  for (let round = 0; found.length < count && decks.some(({ edits }) => round < edits.length); round++) {
    for (const { name, generates, edits } of decks) {
      const edit = edits[round]
      if (edit !== undefined && found.length < count) found.push({ kind: name, generates, ...edit() })
    }
  }
  return found
}
