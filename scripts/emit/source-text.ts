/** Pieces of TypeScript text that every emitter writes. */

export function header(sources: string): string {
  return `// Generated from ${sources} by scripts/generate.ts. Do not edit.\n`
}

/** A string literal with single quotes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** A property name, quoted where it must be. */
export function propertyName(name: string): string {
  return /^([A-Za-z_$][\w$]*|0|[1-9]\d*)$/.test(name) ? name : quoted(name)
}

/** A JSON value as a TypeScript literal on one line. */
export function literal(value: unknown): string {
  if (typeof value === 'string') {
    return quoted(value)
  }
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${literal(item)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  return String(value)
}

/** A doc comment, or nothing when there is nothing to say. */
export function docComment(text: unknown, indent = ''): string {
  if (typeof text !== 'string' || text.trim() === '') {
    return ''
  }
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n')
  if (lines.length === 1) {
    return `${indent}/** ${lines[0]} */\n`
  }
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

export function unionOfStrings(values: readonly string[]): string {
  return values.length === 0 ? 'never' : values.map(quoted).join(' | ')
}
