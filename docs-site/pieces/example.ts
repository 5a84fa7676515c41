import type { Json } from '#scripts/bundle/json.ts'

/** A checked example of an operation, a message or an event. */
export interface Example {
  readonly title: string
  readonly content: Json
}

/** Examples by the name of what they show. */
export type Examples = ReadonlyMap<string, readonly Example[]>

/** The examples of each subject, titled by what their file names say, from path to content. */
export function examplesOf(files: ReadonlyMap<string, string>): Examples {
  const examples = new Map<string, Example[]>()
  for (const [path, content] of files) {
    const [, , subject = '', file = ''] = path.split('/')
    const known = examples.get(subject) ?? []
    const titled = titleOf(file)
    const alike = known.filter(({ title }) => title.replace(/ \d+$/, '') === titled).length
    const title = alike === 0 ? titled : `${titled} ${alike + 1}`
    examples.set(subject, [...known, { title, content: JSON.parse(content) as Json }])
  }
  return examples
}

/** The document that an example is quoted from, and the section there: readers of the site have neither. */
const QUOTED = /^(?:(?:srs|obs)-[\d.]+(?:-fr-\w+)?|readme|voip)(?:-|$)/
const ABBREVIATIONS = new Set([
  'sdk',
  'llm',
  'tts',
  'stt',
  'dtmf',
  'http',
  'csv',
  'id',
  'gst',
  'dnd',
  'ice',
  'json',
  'url',
])

/** `valid-srs-5.3-endpointing.json` as "Endpointing". */
function titleOf(file: string): string {
  const subject = file.replace(/^valid-|\.json$/g, '').replace(QUOTED, '')
  const words = (subject === '' ? 'typical' : subject).split('-')
  const text = words.map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word)).join(' ')
  return text[0]!.toUpperCase() + text.slice(1)
}
