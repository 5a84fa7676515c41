/** Words that no name may be. */
const keywords =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda None nonlocal not or pass raise return True False try while with yield'.split(
    ' ',
  )

/** `firstMessage` is `first_message`; a word of Python's own has `_` behind it. */
export function pythonName(name: string): string {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/\W/g, '_')
    .toLowerCase()
  return keywords.includes(snake) ? `${snake}_` : snake
}

/** Whether a name can stand in Python as it is. */
export const isPythonName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !keywords.includes(name)

/** `AgentCreate` stands in `agent_create`. */
export const moduleName = (model: string): string => pythonName(model)

/** A text of Python with double quotes. */
export const pythonText = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\x7f')

/** A doc string, or nothing where there is nothing to say. */
export function docString(text: string, indent: string): string {
  const lines = text.trim().replaceAll('\\', '\\\\').replaceAll('"""', "'''").split('\n')
  const body = lines.map((line, index) => (index === 0 || line === '' ? line : indent + line)).join('\n')
  return `${indent}"""${body.endsWith('"') ? `${body} ` : body}${lines.length > 1 ? `\n${indent}` : ''}"""\n`
}

export const pythonHeader = (sources: string): string =>
  `# Generated from ${sources} by scripts/generate.ts. Do not edit.\n`
