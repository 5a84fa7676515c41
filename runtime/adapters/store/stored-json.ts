const UNSTORABLE = /\\u(?:0000|d[89a-f])/

/** JSON text that PostgreSQL takes: NUL and lone surrogates, which `jsonb` refuses, become U+FFFD. */
export function storedJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (!UNSTORABLE.test(text)) return text
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storedText(part) : part))
}

/** The same for a `text` column. */
export const storedText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
