import type { Json } from '../bundle/json.ts'

/** One broken keyword, as the compiled validators tell it. */
export interface Fault {
  readonly keyword: string
  /** JSON Pointer into the body, message or event; for a parameter, `/` and its name. */
  readonly pointer: string
}

/** Something that has examples: an operation, a message of a socket, or an event. */
export interface Subject {
  readonly name: string
  /** Reviewed only: its invalid examples come when it is served. */
  readonly draft?: boolean
  readonly faultsOf: (example: Json) => readonly Fault[]
}

export interface ExampleFile {
  /** Name of its folder. */
  readonly subject: string
  /** `valid-….json` or `invalid-<keyword>-<place>….json`. */
  readonly file: string
  readonly example: Json
}

/** How the file of an invalid example begins: `/llm/temperature` above its maximum is `invalid-maximum-llm-temperature`. */
export function invalidName({ keyword, pointer }: Fault): string {
  return `invalid-${kebab(keyword)}-${pointer === '' ? 'whole' : kebab(pointer)}`
}

function kebab(words: string): string {
  const spaced = words.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll(/[^A-Za-z0-9]+/g, '-')
  return spaced.replaceAll(/^-|-$/g, '').toLowerCase()
}

/** A sentence for each example that is not what its name says, and for each subject that lacks one of either kind. */
export function exampleFaults(subjects: readonly Subject[], files: readonly ExampleFile[]): string[] {
  const byName = new Map(subjects.map((subject) => [subject.name, subject]))
  const wrong = files.flatMap((file) => {
    const subject = byName.get(file.subject)
    const fault = subject === undefined ? `belongs to nothing in the documents` : faultOf(subject, file)
    return fault === null ? [] : [`specs/examples/${file.subject}/${file.file} ${fault}.`]
  })
  const missing = subjects.flatMap(({ name, draft = false }) =>
    (draft ? ['valid-'] : ['valid-', 'invalid-'])
      .filter((kind) => !files.some(({ subject, file }) => subject === name && file.startsWith(kind)))
      .map((kind) => `${name} needs an example specs/examples/${name}/${kind}….json.`),
  )
  return [...wrong, ...missing]
}

function faultOf(subject: Subject, { file, example }: ExampleFile): string | null {
  const faults = subject.faultsOf(example)
  const [first, ...more] = faults
  if (file.startsWith('valid-')) {
    return first === undefined ? null : `is not valid: ${told(first)}`
  }
  if (!file.startsWith('invalid-')) {
    return 'must be called valid-….json or invalid-….json'
  }
  if (first === undefined) {
    return 'is valid'
  }
  if (more.length > 0) {
    return `must be wrong in one place only: ${faults.map(told).join('; ')}`
  }
  const name = file.replace(/\.json$/, '')
  const expected = invalidName(first)
  return name === expected || name.startsWith(`${expected}-`) ? null : `must be called ${expected}.json: ${told(first)}`
}

function told({ keyword, pointer }: Fault): string {
  return `"${keyword}" is broken at "${pointer}"`
}
