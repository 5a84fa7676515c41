import type { Json } from '../bundle/json.ts'
import { type SettingEntry, settingGroups, settingsOf } from './settings.ts'
import { docComment, header, literal, unionOfStrings } from './source-text.ts'

/** `generated/config.gen.ts`: every setting, and the type of a whole configuration. */
export function emitConfig(source: Json): string {
  const settings = settingsOf(source)
  return `${header('specs/config.yaml')}
/** The groups in which settings are shown. */
export const settingGroups = ${literal(settingGroups)} as const

export interface Setting {
  readonly group: keyof typeof settingGroups
  readonly type: 'string' | 'integer' | 'decimal' | 'enum' | 'url' | 'base64' | 'boolean'
  readonly values?: readonly string[]
  readonly default?: string | number | boolean
  /** Default of each environment. */
  readonly defaultIn?: Readonly<Record<'dev' | 'staging' | 'prod', string | number | boolean>>
  readonly optional?: boolean
  /** Never logged. */
  readonly secret?: boolean
  /** Made at the first start outside prod, and kept. */
  readonly generated?: boolean
  /** An older name of the same setting. */
  readonly alias?: string
  /** Settings that must be given when this one is. */
  readonly needs?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  /** Length of a base64 value when decoded. */
  readonly bytes?: number
  readonly requiredIn?: readonly ('dev' | 'staging' | 'prod')[]
  readonly forbiddenIn?: readonly ('dev' | 'staging' | 'prod')[]
  readonly doc: string
}

export const settings = {
${settings.map(({ name, source: entry }) => `  ${name}: ${literal(entry)},\n`).join('')}} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings

/** Every setting with its value, defaults filled in. */
export interface Config {
${settings.map((setting) => `${docComment(setting.doc, '  ')}  readonly ${setting.name}: ${valueType(setting)}\n`).join('')}}
`
}

function valueType({ type, values, optional }: SettingEntry): string {
  const plain =
    type === 'enum'
      ? unionOfStrings(values)
      : type === 'integer' || type === 'decimal'
        ? 'number'
        : type === 'boolean'
          ? type
          : 'string'
  return optional ? `${plain} | undefined` : plain
}
