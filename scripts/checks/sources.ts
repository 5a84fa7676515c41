import { readdir } from 'node:fs/promises'
import ts from 'typescript'
import { contentsOf, filesBelow } from '../files.ts'

/** One TypeScript file of the repository; `path` has `/` between its parts. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly ast: ts.SourceFile
}

/** Folders that hold nothing of ours. */
const foreign = new Set(['node_modules', 'data', 'coverage', 'dist'])

export function sourceOf(path: string, text: string): Source {
  return { path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

/** Every `.ts` file of the repository, declarations left out, in the order of their paths. */
export async function sourcesOf(root: string): Promise<Source[]> {
  const entries = await readdir(root, { withFileTypes: true })
  const ours = entries.filter(({ name }) => !name.startsWith('.') && !foreign.has(name))
  const folders = ours.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const below = await Promise.all(folders.map((folder) => filesBelow(root, folder)))
  const paths = [...ours.filter((entry) => entry.isFile()).map(({ name }) => name), ...below.flat()].filter(isSource)
  const contents = await contentsOf(root, paths.sort())
  return [...contents].map(([path, text]) => sourceOf(path, text))
}

const isSource = (path: string): boolean =>
  /\.m?ts$/.test(path) && !/\.d\.m?ts$/.test(path) && !path.split('/').some((part) => foreign.has(part))

/** Whether the file is there for tests alone: the tests, what they share, and the suites that all adapters must pass. */
export const isTest = (path: string): boolean =>
  /\.test\.ts$/.test(path) || /(^|\/)(testing|conformance)(\/|\.ts$)/.test(path) || path.startsWith('contract-tests/')

/** The line that a node begins on, from 1. */
export const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1

/** The node and everything below it, in order. */
export function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  for (const child of children) yield* nodesBelow(child)
}

/** Something that a check found, at a place. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly message: string
}
