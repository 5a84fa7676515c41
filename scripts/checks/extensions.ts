import { isObject, type Json, type JsonObject, pointerStep } from '../bundle/json.ts'

/** Maps whose keys are names of the author's choosing and not keywords. */
const nameMaps = new Set(['properties', 'patternProperties', 'headers', '$defs'])

export interface Extension {
  readonly name: string
  readonly value: Json
  /** JSON Pointer to the object that has it. */
  readonly pointer: string
}

/** Every `x-` keyword of a spec file, with its place. */
export function extensionsIn(value: Json, pointer = '', key = ''): Extension[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => extensionsIn(item, `${pointer}/${index}`))
  }
  if (!isObject(value)) {
    return []
  }
  const names = nameMaps.has(key)
  return Object.entries(value).flatMap(([name, child]) => [
    ...(name.startsWith('x-') && !names ? [{ name, value: child, pointer }] : []),
    ...extensionsIn(child, pointer + pointerStep(name), names ? '' : name),
  ])
}

/** Tells what is wrong with one extension's value, or null. */
export type ExtensionCheck = (name: string, value: Json) => string | null

/** A sentence for each extension of the file that is unknown or says something that it may not. */
export function extensionFaults(file: string, source: Json, known: JsonObject, check: ExtensionCheck): string[] {
  return extensionsIn(source).flatMap(({ name, value, pointer }) => {
    const place = `${file}#${pointer || '/'}`
    if (known[name] === undefined) {
      return [`${place}: "${name}" is no extension of specs/style/extensions.schema.yaml.`]
    }
    const fault = check(name, value)
    return fault === null ? [] : [`${place}: "${name}" ${fault}.`]
  })
}
