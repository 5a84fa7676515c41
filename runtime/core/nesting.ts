/** How deep JSON of others may nest: far more than anybody needs, far less than what ends a recursion. */
export const deepestNesting = 64

/** Whether objects and arrays nest deeper than `most`; looks no deeper itself. */
export function nestsDeeper(value: unknown, most = deepestNesting): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((inner) => nestsDeeper(inner, most - 1))
}
