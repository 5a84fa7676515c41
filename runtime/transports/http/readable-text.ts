import { pointerStep } from '#runtime/domain/tools/schema-limits.ts'

/**
 * Where a body holds text that is no text: NUL, or half a surrogate pair, in a value or in a name. PostgreSQL stores
 * neither, so what was answered would not be what is kept. A JSON Pointer (RFC 6901) to the value, or to what has the name;
 * null when there is none. The body must have been held against its schema, and must not nest too deep.
 */
export function unreadableText(value: unknown, pointer = ''): string | null {
  if (typeof value === 'string') return isText(value) ? null : pointer
  if (typeof value !== 'object' || value === null) return null
  for (const [name, inner] of Object.entries(value)) {
    const found = isText(name) ? unreadableText(inner, `${pointer}/${pointerStep(name)}`) : pointer
    if (found !== null) return found
  }
  return null
}

const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
