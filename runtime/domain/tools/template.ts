/** `${secrets.name}` and, in a URL, `{argument}`. */
const SECRET = /\$\{secrets\.([A-Za-z][A-Za-z0-9_]{0,63})\}/g
const PART = /\$\{secrets\.([A-Za-z][A-Za-z0-9_]{0,63})\}|\{([A-Za-z_][A-Za-z0-9_-]{0,63})\}/g

/** A path may not be climbed by an argument (RFC 3986 5.2.4), nor lose a segment. */
const unsafe = new Set(['', '.', '..'])

export const secretsIn = (text: string): string[] => [...text.matchAll(SECRET)].map(([, name]) => name!)

export const argumentsIn = (url: string): string[] =>
  [...url.matchAll(PART)].flatMap(([, , name]) => (name === undefined ? [] : [name]))

/** What is left of the text without its placeholders; a brace that remains belongs to none. */
export const withoutPlaceholders = (text: string, isUrl: boolean): string => text.replaceAll(isUrl ? PART : SECRET, '')

/** The URL as it would look with harmless values. */
export const sampleUrl = (url: string): string => url.replaceAll(PART, 'x')

export const fillHeader = (value: string, secret: (name: string) => string): string =>
  value.replaceAll(SECRET, (_, name: string) => secret(name))

/** The URL with its placeholders filled in, percent-encoded; the argument that does not fit, otherwise. */
export function fillUrl(
  url: string,
  args: Readonly<Record<string, unknown>>,
  secret: (name: string) => string,
): { readonly url: string } | { readonly misfit: string } {
  let misfit: string | undefined
  const filled = url.replaceAll(PART, (_, secretName: string | undefined, argument: string) => {
    if (secretName !== undefined) return encodeURIComponent(secret(secretName))
    const value = Object.hasOwn(args, argument) ? args[argument] : undefined
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    const text = String(value)
    if (!isPlain || unsafe.has(text) || !text.isWellFormed()) misfit ??= argument
    return text.isWellFormed() ? encodeURIComponent(text) : ''
  })
  return misfit === undefined ? { url: filled } : { misfit }
}
