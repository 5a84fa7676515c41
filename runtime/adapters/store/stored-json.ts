const UNSTORABLE = /\\u(?:0000|d[89a-f])/

/** JSON text that PostgreSQL takes: NUL and lone surrogates, which `jsonb` refuses, become U+FFFD, in names too. */
export function storedJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (!UNSTORABLE.test(text)) return text
  return JSON.stringify(JSON.parse(text), (_key, part: unknown) => {
    if (typeof part === 'string') return storedText(part)
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).map(([name, of]) => [storedText(name), of]))
  })
}

/** The same for a `text` column. */
export const storedText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
