/**
 * The declarations of generated Python by name, without doc strings and bodies; methods of resources as `AgentsResource.create`, and their
 * aliases not again. A TypedDict in two parts is one declaration.
 */
export function pythonDeclarations(source: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const lines of topLevel(source)) {
    const name = /^(?:class (\w+)|([A-Z][a-z]\w*) = )/.exec(lines[0]!)
    if (name === null) continue
    const own = (name[1] ?? name[2])!
    if (own === 'Resources') continue
    if (own.endsWith('Resource')) for (const [method, head] of methods(lines)) found.set(`${own}.${method}`, head)
    else {
      const whole = own.replace(/^_(\w+)Always$/, '$1')
      found.set(whole, [...(found.get(whole) ?? []), ...lines])
    }
  }
  return found
}

/** Lines that belong together, a group each. */
function topLevel(source: string): string[][] {
  const groups: string[][] = []
  const plain = source.replaceAll(/^[ ]*"""[\s\S]*?"""$/gm, '')
  for (const line of plain.split('\n').filter((text) => text.trim() !== '')) {
    if (/^\s/.test(line)) groups.at(-1)?.push(line)
    else groups.push([line])
  }
  return groups
}

/** The heads of a class's methods, a parameter a line; properties lead to other resources. */
function methods(lines: readonly string[]): [string, string[]][] {
  return lines.flatMap((line, index): [string, string[]][] => {
    const head = /^ {4}def (\w+)\((.*)\)(.*):$/.exec(line)
    if (head === null || lines[index - 1]!.trim() === '@property') return []
    const [, name, parameters, answer] = head
    return [[name!, [`${name}(`, ...split(parameters!).map((parameter) => `    ${parameter},`), `)${answer}`]]]
  })
}

/** At the commas that are in no bracket. */
function split(parameters: string): string[] {
  let depth = 0
  const pieces = ['']
  for (const sign of parameters) {
    depth += '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0
    if (sign === ',' && depth === 0) pieces.push('')
    else pieces.push(pieces.pop()! + sign)
  }
  return pieces.map((piece) => piece.trim())
}
