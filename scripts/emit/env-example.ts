import { isObject, type Json } from '../bundle/json.ts'
import { groupedSettings, type SettingEntry } from './settings.ts'

/** `.env.example`: every setting with its sentence; everything is commented out, since the defaults are right. */
export function emitEnvExample(source: Json): string {
  const sections = groupedSettings(source).map(
    ({ title, settings }) => `# --- ${title} ---\n\n${settings.map(entry).join('\n')}`,
  )
  return `# Generated from specs/config.yaml by scripts/generate.ts. Do not edit.
# Copy it to .env and take the # away where you want another value. Nothing is needed for a first start.

${sections.join('\n')}`
}

function entry({ name, doc, values, source }: SettingEntry): string {
  const notes = [
    ...(values.length > 0 ? [`One of ${values.join(', ')}.`] : []),
    ...(Array.isArray(source.requiredIn) ? [`Required in ${source.requiredIn.join(', ')}.`] : []),
    ...(Array.isArray(source.needs) ? [`Set ${source.needs.join(', ')} with it.`] : []),
    ...(source.generated === true ? ['Made at the first start outside prod.'] : []),
    ...(typeof source.alias === 'string' ? [`Also read from ${source.alias}.`] : []),
    ...(isObject(source.defaultIn) ? [`Default: ${defaults(source.defaultIn)}.`] : []),
  ]
  return `${[doc, ...notes].map((line) => `# ${line}\n`).join('')}#${name}=${source.default ?? ''}\n`
}

function defaults(byEnvironment: Readonly<Record<string, Json>>): string {
  return Object.entries(byEnvironment)
    .map(([environment, value]) => `${value === '' ? 'none' : value} in ${environment}`)
    .join(', ')
}
