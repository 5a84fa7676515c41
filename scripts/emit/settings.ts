import { isObject, type Json, type JsonObject, stringsOf } from '../bundle/json.ts'

const types = ['string', 'integer', 'decimal', 'enum', 'url', 'base64', 'boolean'] as const

/** The groups in which settings are shown, by their titles. */
export const settingGroups = {
  server: 'Server',
  data: 'Data',
  providers: 'Providers',
  access: 'Who comes in',
  secrets: 'Secrets',
  calls: 'Calls',
  webhooks: 'Webhooks',
  telemetry: 'Telemetry',
} as const

/** One entry of `config.yaml`. */
export interface SettingEntry {
  readonly name: string
  readonly group: keyof typeof settingGroups
  readonly type: (typeof types)[number]
  readonly values: readonly string[]
  readonly optional: boolean
  readonly doc: string
  readonly source: JsonObject
}

/** The settings of each group that has any, in the order of `config.yaml`. */
export function groupedSettings(source: Json): { title: string; settings: SettingEntry[] }[] {
  const settings = settingsOf(source)
  const groups = Object.entries(settingGroups).map(([name, title]) => ({
    title,
    settings: settings.filter(({ group }) => group === name),
  }))
  return groups.filter((group) => group.settings.length > 0)
}

/** The settings of `config.yaml`, in its order; one that does not fit is an error that names it. */
export function settingsOf(source: Json): SettingEntry[] {
  const settings = Object.entries(isObject(source) ? source : {}).map(([name, entry]) => settingOf(name, entry))
  for (const { name, source } of settings) {
    const unknown = stringsOf(source.needs).find((other) => settings.every((setting) => setting.name !== other))
    if (unknown !== undefined) throw new Error(`The setting "${name}" needs "${unknown}", which is no setting.`)
  }
  return settings
}

function settingOf(name: string, entry: Json): SettingEntry {
  const source = isObject(entry) ? entry : {}
  const type = types.find((known) => known === source.type)
  const group = (Object.keys(settingGroups) as SettingEntry['group'][]).find((known) => known === source.group)
  const values = stringsOf(source.values)
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || type === undefined) {
    throw new Error(`The setting "${name}" needs a name in capitals and a type of ${types.join(', ')}.`)
  }
  if (group === undefined) {
    throw new Error(`The setting "${name}" needs a group of ${Object.keys(settingGroups).join(', ')}.`)
  }
  if (typeof source.doc !== 'string' || (type === 'enum') !== values.length > 0) {
    throw new Error(`The setting "${name}" needs a doc sentence, and values exactly when it is an enum.`)
  }
  const origins = ['default', 'defaultIn', 'generated', 'optional'].filter((key) => source[key] !== undefined)
  if (origins.length !== 1 && origins.join(' ') !== 'generated optional') {
    throw new Error(
      `The setting "${name}" needs a default, defaultIn, generated or optional; the last two go together.`,
    )
  }
  return { name, group, type, values, optional: source.optional === true, doc: source.doc, source }
}
