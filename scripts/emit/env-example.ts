import { isObject, type Json } from '../bundle/json.ts'
import { type SettingEntry, settingsOf } from './settings.ts'

const groups: readonly { title: string; holds: (setting: SettingEntry) => boolean }[] = [
  { title: 'Providers', holds: ({ name }) => /^(DEEPGRAM|OPENAI)_/.test(name) },
  { title: 'Keys and secrets', holds: ({ name }) => /_KEY$|_SECRET$|PEPPER$/.test(name) },
  { title: 'Data', holds: ({ name }) => /^(DATA_DIR|DATABASE_URL|REDIS_URL)$/.test(name) },
  { title: 'Calls', holds: ({ name }) => /_MS$/.test(name) },
  { title: 'Server', holds: () => true },
]

/** `.env.example`: every setting with its sentence; everything is commented out, since the defaults are right. */
export function emitEnvExample(source: Json): string {
  const settings = settingsOf(source)
  const groupOf = (setting: SettingEntry) => groups.find(({ holds }) => holds(setting))?.title
  const titles = ['Server', 'Data', 'Providers', 'Keys and secrets', 'Calls']
  const sections = titles.map((title) => {
    const members = settings.filter((setting) => groupOf(setting) === title)
    return `# --- ${title} ---\n\n${members.map(entry).join('\n')}`
  })
  return `# Generated from specs/config.yaml by scripts/generate.ts. Do not edit.
# Copy it to .env and take the # away where you want another value. Nothing is needed for a first start.

${sections.join('\n')}`
}

function entry({ name, doc, values, source }: SettingEntry): string {
  const notes = [
    ...(values.length > 0 ? [`One of ${values.join(', ')}.`] : []),
    ...(Array.isArray(source.requiredIn) ? [`Required in ${source.requiredIn.join(', ')}.`] : []),
    ...(source.generated === true ? ['Made at the first start outside prod.'] : []),
    ...(typeof source.alias === 'string' ? [`Also read from ${source.alias}.`] : []),
    ...(isObject(source.defaultIn) ? [`Default: ${defaults(source.defaultIn)}.`] : []),
  ]
  return `${[doc, ...notes].map((line) => `# ${line}\n`).join('')}#${name}=${source.default ?? ''}\n`
}

function defaults(byEnvironment: Readonly<Record<string, Json>>): string {
  return Object.entries(byEnvironment)
    .map(([environment, value]) => `${value} in ${environment}`)
    .join(', ')
}
