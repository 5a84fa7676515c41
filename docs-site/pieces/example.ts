import type { Json } from '#scripts/bundle/json.ts'

/** A checked example of an operation, a message or an event. */
export interface Example {
  readonly title: string
  readonly content: Json
}

/** Examples by the name of what they show. */
export type Examples = ReadonlyMap<string, readonly Example[]>

/** The examples of each subject, titled by their file names, from path to content. */
export function examplesOf(files: ReadonlyMap<string, string>): Examples {
  const examples = new Map<string, Example[]>()
  for (const [path, content] of files) {
    const [, , subject = '', file = ''] = path.split('/')
    const words = file.replace(/^valid-(.*)\.json$/, '$1').replaceAll('-', ' ')
    const title = words.replace(/^(srs|obs|readme|voip)\b/, (seed) => seed.toUpperCase())
    examples.set(subject, [...(examples.get(subject) ?? []), { title, content: JSON.parse(content) as Json }])
  }
  return examples
}
