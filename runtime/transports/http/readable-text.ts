/**
 * Where a body holds text that is no text: NUL, or half a surrogate pair. PostgreSQL stores neither, so what was answered
 * would not be what is kept. A JSON Pointer (RFC 6901), or null. The body must have been held against its schema.
 */
export function unreadableText(value: unknown, pointer = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? pointer : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, inner] of Object.entries(value)) {
    const found = unreadableText(inner, `${pointer}/${name}`)
    if (found !== null) return found
  }
  return null
}
