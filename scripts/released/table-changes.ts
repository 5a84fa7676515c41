import { isDeepStrictEqual } from 'node:util'
import { isDraft, isObject, type JsonObject } from '../bundle/json.ts'
import type { Change } from './change.ts'
import type { Impact } from './semver.ts'

/** What a changed field of a row asks; of a field that is not named, a patch. */
export type Fields = Readonly<Record<string, Impact>>

export const problemFields: Fields = { status: 'major', closeCode: 'major', retryable: 'major' }
export const settingFields: Fields = {
  type: 'major',
  values: 'major',
  optional: 'major',
  requiredIn: 'major',
  forbiddenIn: 'major',
  needs: 'major',
  minimum: 'major',
  maximum: 'major',
  minLength: 'major',
  bytes: 'major',
  default: 'minor',
  defaultIn: 'minor',
  alias: 'minor',
}

/** What changed in a table of the contract, row by row; drafts are no promise. */
export function tableChanges(surface: string, before: JsonObject, after: JsonObject, fields: Fields): Change[] {
  const rows = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return rows.flatMap((name) => {
    const [left, right] = [live(before, name), live(after, name)]
    const change = (impact: Impact, message: string): Change => ({
      surface,
      items: [name],
      impact,
      message,
      pointer: '',
    })
    if (left === null) return right === null ? [] : [change('minor', `\`${name}\` is new.`)]
    if (right === null) return [change('major', `\`${name}\` is gone.`)]
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return keys
      .filter((key) => !isDeepStrictEqual(left[key], right[key]))
      .map((key) =>
        change(
          fields[key] ?? 'patch',
          `\`${key}\` of \`${name}\` went from ${told(left[key])} to ${told(right[key])}.`,
        ),
      )
  })
}

function live(table: JsonObject, name: string): JsonObject | null {
  const row = table[name]
  return isObject(row) && !isDraft(row) ? row : null
}

const told = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
