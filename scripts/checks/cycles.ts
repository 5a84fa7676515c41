import { importsIn, targetOf } from './imports.ts'
import type { Finding, Source } from './sources.ts'

interface Edge {
  readonly to: string
  readonly line: number
}

/** One finding for each loop of imports, be they of types alone but in what is generated: `a.ts > b.ts > a.ts`, at its first import. */
export function cycleFindings(sources: readonly Source[]): Finding[] {
  const known = new Set(sources.map(({ path }) => path))
  const edges = new Map(sources.map((source) => [source.path, edgesOf(source, known)]))
  const done = new Set<string>()
  const findings: Finding[] = []

  const visit = (path: string, trail: readonly string[]): void => {
    if (done.has(path)) return
    for (const { to, line } of edges.get(path) ?? []) {
      const start = [...trail, path].indexOf(to)
      if (start < 0) visit(to, [...trail, path])
      else {
        const loop = [...[...trail, path].slice(start), to]
        findings.push({ path, line, message: `imports go in a circle: ${loop.join(' > ')}` })
      }
    }
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return findings
}

function edgesOf(source: Source, known: ReadonlySet<string>): Edge[] {
  return importsIn(source)
    .filter(({ typeOnly }) => !(typeOnly && source.path.endsWith('.gen.ts')))
    .flatMap(({ specifier, line }) => {
      const target = targetOf(source.path, specifier)
      return target.kind === 'file' && known.has(target.path) ? [{ to: target.path, line }] : []
    })
}
