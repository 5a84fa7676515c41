/** Declarations whose members are things of their own, and the indent of these within the container. */
const containers: Readonly<Record<string, number>> = {
  operations: 4,
  'components.schemas': 4,
  'components.parameters': 4,
  routes: 2,
  webhookEvents: 2,
  WebhookPayloads: 2,
  problems: 2,
  settings: 2,
  closeCodes: 2,
  RealtimeClientHandlers: 2,
  RealtimeHandlers: 2,
  RealtimeSender: 2,
}

/** A class of methods of the Node SDK. */
const resource = /Resource$/

/**
 * The declarations of generated files by name, without comments and bodies of functions; a container's members as `container.member`.
 * Where `listed` is given, those alone that are in it, and containers.
 */
export function declarationsIn(source: string, listed?: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [name, lines] of topLevel(withoutComments(source))) {
    if (listed?.has(name) === false && !resource.test(name)) continue
    if (name === 'components') {
      for (const [part, inner] of members(lines, 4)) addMembers(found, `components.${part}`, inner)
    } else addMembers(found, name, lines)
  }
  return found
}

/** Every name that the files import or export by name. */
export function listedIn(source: string): Set<string> {
  const lists = [...source.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\}/gm)]
  return new Set(lists.flatMap(([, names]) => names!.match(/\b(?!type\b)\w+/g) ?? []))
}

function addMembers(found: Map<string, string[]>, name: string, lines: readonly string[]): void {
  const indent = resource.test(name) ? 2 : containers[name]
  if (indent === undefined) {
    if (!name.startsWith('components.') && name !== 'paths') found.set(name, signature(lines))
    return
  }
  for (const [member, inner] of members(lines, indent)) found.set(`${name}.${member}`, signature(inner))
}

function withoutComments(source: string): string[] {
  return source
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//'))
}

function* topLevel(lines: readonly string[]): Generator<[string, string[]]> {
  let name: string | null = null
  let held: string[] = []
  for (const line of lines) {
    const begun = /^(?:export )?(?:interface|type|const|(?:abstract )?class|function) (\w+)/.exec(line)
    if (begun !== null || /^[^\s})\]]/.test(line)) {
      if (name !== null) yield [name, held]
      name = begun !== null && line.startsWith('export ') ? begun[1]! : null
      held = []
    }
    held.push(line)
  }
  if (name !== null) yield [name, held]
}

/** Members that begin at this indent, unindented. */
function members(lines: readonly string[], indent: number): [string, string[]][] {
  const found: [string, string[]][] = []
  for (const line of lines.slice(1)) {
    const depth = line.length - line.trimStart().length
    if (depth < indent) continue
    const text = line.slice(indent)
    const key = /^(?:readonly )?(?:'([^']+)'|"([^"]+)"|(\w+))\??(?:[:(<]| = )/.exec(text)
    if (depth === indent && key !== null) found.push([(key[1] ?? key[2] ?? key[3])!, [text]])
    else found.at(-1)?.[1].push(text)
  }
  return found
}

/** Of what has a body, its first line. */
function signature(lines: readonly string[]): string[] {
  const [first = ''] = lines
  if (!/^(export function|\w+\(.*\).* \{$)/.test(first)) return [...lines]
  const end = lines.findIndex((line) => line.endsWith(' {'))
  return lines.slice(0, end + 1).map((line) => line.replace(/ \{$/, ''))
}
