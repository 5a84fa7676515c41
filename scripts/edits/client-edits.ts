import type { Edit, EditKind, Repository } from './edit.ts'

const pacts = /^contract-tests\/pacts\/.*\.json$/
/** What somebody wrote of the SDKs, and their users see. */
const shells = /^sdks\/(node|browser|webhooks)\/(?!.*\.test\.ts$)[a-z-]+\.ts$/
const reports = /^sdks\/.*\.api\.md$/
const signature = 'runtime/core/webhook-signature.ts'
const verified = 'contract-tests/pacts-messages.test.ts'

interface Pact {
  readonly interactions: readonly {
    readonly description: string
    readonly response?: { readonly body?: { readonly content?: unknown } }
    readonly contents?: { readonly content?: unknown }
  }[]
}

/** Edits that break nobody but those who use the platform. */
export function clientEdits(repository: Repository): EditKind[] {
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: false, edits })
  return [
    kind('pact hopes for a field that nobody promises', repository.paths(pacts).flatMap(hopes(repository))),
    kind('SDK asks for an option that it did not ask for', repository.paths(shells).flatMap(options(repository))),
    kind('SDK method has another name', repository.paths(shells).flatMap(methods(repository))),
    kind('webhook has another header', headers(repository)),
  ]
}

function hopes({ text }: Repository): (file: string) => (() => Edit)[] {
  return (file) => {
    const { interactions } = JSON.parse(text(file)) as Pact
    return interactions.flatMap((_one, at) => {
      const edited = JSON.parse(text(file)) as Pact
      const { description, response, contents } = edited.interactions[at]!
      const content = (response?.body ?? contents)?.content
      if (typeof content !== 'object' || content === null) return []
      return [
        () => {
          Object.assign(content, { hopedFor: 'x' })
          const says = '"hopedFor" is in what comes'
          return { item: description, file, says, content: `${JSON.stringify(edited, null, 2)}\n` }
        },
      ]
    })
  }
}

function options({ text }: Repository): (file: string) => (() => Edit)[] {
  return (file) => {
    const source = text(file)
    return [...source.matchAll(/^ {2}readonly (\w+)\?: .+$/gm)]
      .filter(({ index }) => /^export interface/m.test(source.slice(source.lastIndexOf('\n}', index) + 1, index)))
      .map(({ 0: line, 1: name = '', index }) => () => {
        const needed = line.replace('?:', ':')
        const content = source.slice(0, index) + needed + source.slice(index + line.length)
        return { item: name, file, says: `"${name}" is asked for`, content }
      })
  }
}

/** Of the classes that a package exports: its report says which. */
function methods({ text, paths }: Repository): (file: string) => (() => Edit)[] {
  const classIn = (source: string, name: string): string =>
    new RegExp(`^export class ${name}\\b[\\s\\S]*?^}`, 'm').exec(source)?.[0] ?? ''
  const promised = paths(reports).map(text)
  return (file) => {
    const source = text(file)
    return [...source.matchAll(/^export class (\w+)/gm)].flatMap(([, owner = '']) => {
      const body = classIn(source, owner)
      const report = promised.map((one) => classIn(one, owner)).join('\n')
      return [...body.matchAll(/^ {2}(?:async )?(\w+)(?=[(<].*\{$)/gm)]
        .filter(([, name = '']) => name !== 'constructor' && new RegExp(`^ {4}${name}[(<]`, 'm').test(report))
        .map(([line, name = '']) => () => {
          const content = source.replace(body, () => body.replace(line, () => `${line}2`))
          return { item: `${owner}.${name}`, file, says: `"${name}2" in place of "${name}"`, content }
        })
    })
  }
}

function headers({ text }: Repository): (() => Edit)[] {
  const source = text(signature)
  return [...source.matchAll(/^ {4}'?([A-Za-z-]+)'?: /gm)]
    .filter(([, name = '']) => /^(webhook-|x-signature$)/i.test(name))
    .map(([, name = '']) => () => {
      const content = source.replaceAll(`'${name}'`, `'${name}2'`)
      return { item: name, file: signature, says: `"${name}2" in place of "${name}"`, content, tests: [verified] }
    })
}
