import { type IdKind, type Ids, idFromUuid } from '#runtime/core/ids.ts'

/** Ids that a test can foretell: UUIDv7 with a counter for time and randomness. */
export function sequentialIds(): Ids {
  let count = 0
  return {
    next(kind: IdKind) {
      const hex = (++count).toString(16).padStart(12, '0')
      return idFromUuid(kind, `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`)
    },
  }
}
