import { type IdKind, idPrefixes, uuidFromId } from '#runtime/core/ids.ts'

/** The UUID that PostgreSQL keeps for a minted id; throws when it is not one of this kind. */
export function storedId(kind: IdKind, id: string): string {
  const uuid = uuidFromId(kind, id)
  if (!uuid) throw new TypeError(`not a minted id of the form ${idPrefixes[kind]}_…`)
  return uuid
}
