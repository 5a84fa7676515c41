/** JSON in one form only, whatever the order in which the members were put in (as RFC 8785): for hashes and signatures. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(canonicalJson).join(',')}]`
  if ('toJSON' in value) return canonicalJson(JSON.parse(JSON.stringify(value)))
  let text = ''
  for (const name of sortedNames(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[name]
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

/** By UTF-16 code units; few names are put in order sooner by hand than by `sort`. */
function sortedNames(value: object): string[] {
  const names = Object.keys(value)
  if (names.length > 32) return names.sort()
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!
    let at = i
    for (; at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!
    names[at] = name
  }
  return names
}

const PLAIN = /^\w+$/
const quoted = (name: string): string => (PLAIN.test(name) ? `"${name}"` : JSON.stringify(name))
