import { parse } from 'yaml'
import type { Json } from '../bundle/json.ts'
import { isTest } from '../checks/sources.ts'
import { splitTest } from '../requirements/row-faults.ts'
import type { Row } from '../requirements/rows.ts'
import type { Edit, EditKind, Repository } from './edit.ts'
import { yamlSource } from './yaml-source.ts'

/** Edits of what surrounds the contract: examples, scenarios, generated code, migrations, imports and tests. */
export function houseEdits(repository: Repository): EditKind[] {
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: false, edits })
  return [
    kind('examples removed', examplesRemoved(repository)),
    kind('scenario steps swapped', stepsSwapped(repository)),
    kind('generated file edited', generatedEdited(repository)),
    kind('committed migration edited', migrationsEdited(repository)),
    kind('released document edited', releasedEdited(repository)),
    kind('import from a higher floor', importsUpwards(repository)),
    kind('test of a live requirement removed', testsRemoved(repository)),
    { ...kind('emitter broken', emittersBroken(repository)), generates: true },
  ]
}

/** All valid ones, or all invalid ones, of something live. */
function examplesRemoved({ paths, text }: Repository): (() => Edit)[] {
  const groups = Map.groupBy(paths(/^specs\/examples\/[^/]+\/(in)?valid-[^/]*\.json$/), (path) =>
    path.replace(/(valid)-[^/]*$/, '$1'),
  )
  const drafts = text('generated/drafts.gen.json')
  return [...groups]
    .filter(([group]) => !drafts.includes(`"${group.split('/')[2]}"`))
    .map(([group, [first = '', ...gone]]) => () => {
      const [, , item = '', sort] = group.split('/')
      return { item, file: first, says: `no ${sort} example of ${item}`, content: null, gone }
    })
}

/** What is waited for comes before the words or the message that bring it about. */
function stepsSwapped(repository: Repository): (() => Edit)[] {
  return repository.paths(/^specs\/scenarios\/.*\.yaml$/).flatMap((path) => {
    const source = yamlSource(repository, path)
    const steps = source.value.steps as Json[]
    const name = path.replace(/^.*\/|\.yaml$/g, '')
    // What a provider does needs nobody's words.
    const isAnswer = (step: Json) => 'until' in (step as object) && !/"type":"provider\./.test(JSON.stringify(step))
    const kindOf = (step: Json | undefined) => Object.keys(step as object)[0]!
    return steps.slice(1).flatMap((step, index) => {
      const before = steps[index]
      if (!isAnswer(step) || !['say', 'send', 'hangUp'].includes(kindOf(before))) return []
      return (): Edit => {
        const content = source.changed((document) => {
          document.setIn(['steps', index], step)
          document.setIn(['steps', index + 1], before)
        })
        const says = `step ${index + 1} (${kindOf(before)}) comes after step ${index + 2} (${kindOf(step)})`
        return { item: name, file: path, says, content, tests: [`scenarios/engine/engine.test.ts > ${name}`] }
      }
    })
  })
}

function generatedEdited({ paths, text }: Repository): (() => Edit)[] {
  return paths(/^(generated|sdks\/[a-z]+\/generated)\/.*\.(ts|json|mts)$/).map((path) => () => {
    const lines = text(path).split('\n')
    const at = Math.floor(lines.length / 2)
    const content = lines.toSpliced(at, 1).join('\n')
    return { item: path, file: path, says: `line ${at + 1} is gone`, content }
  })
}

function migrationsEdited({ paths, text }: Repository): (() => Edit)[] {
  return paths(/^migrations\/.*\.sql$/).map((path) => () => {
    const content = `${text(path)}\n-- changed\n`
    return { item: path, file: path, says: 'a line is new', content }
  })
}

/** The promise is rewritten, so that a change of the contract looks like none. */
function releasedEdited({ paths, text }: Repository): (() => Edit)[] {
  return paths(/^specs\/released\/.*\.json$/).map((path) => () => {
    const lines = text(path).split('\n')
    const at = lines.findLastIndex((line) => /^ +"(maxLength|title|type)": ./.test(line))
    const content = lines.toSpliced(at, 1).join('\n')
    return { item: path, file: path, says: `line ${at + 1} is gone`, content }
  })
}

/** Rooms by their floor (CONTRIBUTING.md), and a file of each that others could import. */
const upwards: readonly (readonly [from: RegExp, import_: string])[] = [
  [/^runtime\/core\/[a-z-]+\.ts$/, '#runtime/domain/tools/template.ts'],
  [/^runtime\/domain\/.*\/[a-z-]+\.ts$/, '#runtime/adapters/store/stored-id.ts'],
  [/^runtime\/sessions\/.*\/[a-z-]+\.ts$/, '#runtime/adapters/store/pool.ts'],
  [/^handlers\/.*\/[a-z-]+\.ts$/, '#app/wire.ts'],
  [/^runtime\/pipeline\/.*\/[a-z-]+\.ts$/, '#runtime/sessions/voice-session.ts'],
]

function importsUpwards({ paths, text }: Repository): (() => Edit)[] {
  return upwards.flatMap(([from, module]) =>
    paths(from)
      .filter((path) => !isTest(path))
      .map((path) => (): Edit => {
        return { item: path, file: path, says: `imports ${module}`, content: `import '${module}'\n${text(path)}` }
      }),
  )
}

/** The file that a row names, or the title that it names in one. */
function testsRemoved({ paths, text, files }: Repository): (() => Edit)[] {
  const rows = paths(/^specs\/requirements\/(?!ids)[^/]+\.yaml$/).flatMap((path) => parse(text(path)) as Row[])
  return rows.flatMap(({ id, tests = [] }) =>
    tests.flatMap((test) => {
      const [file = '', title] = splitTest(test)
      if (!files.has(file)) return []
      return (): Edit => {
        if (title === undefined) return { item: id, file, says: 'the file is gone', content: null }
        const content = text(file).replaceAll(title, 'something else')
        return { item: id, file, says: `"${title}" is gone`, content }
      }
    }),
  )
}

const emitters = 'scripts/outputs.ts'

/** An emitter leaves out the line with which something that is exported begins. */
function emittersBroken({ text }: Repository): (() => Edit)[] {
  const outputs = [...text(emitters).matchAll(/outputs\.set\('(generated\/[\w.]+\.ts)', (.*)\)\n/g)]
  return outputs.flatMap(([found, path = '', made = '']) =>
    text(path)
      .split('\n')
      .filter((line) => /^export .*[{([]$/.test(line))
      .map((line) => (): Edit => {
        const broken = `outputs.set('${path}', (${made}).replace(${JSON.stringify(`${line}\n`)}, ''))\n`
        const content = text(emitters).replace(found, () => broken)
        const tests = ['scripts/emit', 'runtime/core', 'app']
        return { item: path, file: emitters, says: `leaves out "${line.trim().slice(0, 50)}"`, content, tests }
      }),
  )
}
