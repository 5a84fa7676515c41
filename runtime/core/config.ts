import { type Config, type Setting, settings } from '#generated/config.gen.ts'

export type Environment = Readonly<Record<string, string | undefined>>
type Name = keyof typeof settings

/** A setting that cannot be used; the sentence says which and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the settings (`specs/config.yaml`) out of an environment. `made` gives the value of a setting that is generated
 * where it is not given; it is not asked in prod. Throws `ConfigError`. An empty value counts as none.
 */
export function readConfig(environment: Environment, made: (name: Name) => string): Config {
  const stage = one(
    'INVORTO_ENV',
    settings.INVORTO_ENV,
    given('INVORTO_ENV', settings.INVORTO_ENV, environment),
  ) as Config['INVORTO_ENV']
  const read = (name: Name): unknown => {
    const setting: Setting = settings[name]
    const text = given(name, setting, environment)
    if (text !== undefined && setting.forbiddenIn?.includes(stage))
      throw new ConfigError(`${name} must not be set when INVORTO_ENV is ${stage}.`)
    if (text === undefined && setting.requiredIn?.includes(stage))
      throw new ConfigError(`Set ${name}: INVORTO_ENV is ${stage}. ${setting.doc}`)
    if (text === undefined && setting.generated && stage !== 'prod') return one(name, setting, made(name))
    if (text === undefined && setting.defaultIn) return setting.defaultIn[stage]
    return one(name, setting, text)
  }
  refuseHalves(environment)
  return Object.fromEntries((Object.keys(settings) as Name[]).map((name) => [name, read(name)])) as unknown as Config
}

/** Settings that go together are given together. */
function refuseHalves(environment: Environment): void {
  const isGiven = (name: Name): boolean => given(name, settings[name], environment) !== undefined
  for (const name of Object.keys(settings) as Name[]) {
    const { needs = [] }: Setting = settings[name]
    const missing = isGiven(name) ? needs.find((other) => !isGiven(other as Name)) : undefined
    if (missing !== undefined)
      throw new ConfigError(`Set ${missing} too: ${name} needs it. ${settings[missing as Name].doc}`)
  }
}

function given(name: string, { alias }: Setting, environment: Environment): string | undefined {
  const value = environment[name] || undefined
  const other = alias === undefined ? undefined : environment[alias] || undefined
  if (value !== undefined && other !== undefined && value !== other)
    throw new ConfigError(`${name} and ${alias} are the same setting and differ; set one.`)
  return value ?? other
}

function one(name: string, setting: Setting, text: string | undefined): unknown {
  if (text === undefined) return setting.default
  const refuse = (what: string): never => {
    throw new ConfigError(`${name} must be ${what}. ${setting.doc}`)
  }
  switch (setting.type) {
    case 'enum':
      return setting.values?.includes(text) ? text : refuse(`one of ${setting.values?.join(', ')}`)
    case 'integer': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = setting
      const value = Number(text)
      return /^-?\d+$/.test(text) && value >= minimum && value <= maximum
        ? value
        : refuse(`a whole number from ${minimum} to ${maximum}`)
    }
    case 'decimal': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = setting
      const value = Number(text)
      return /^-?\d+(\.\d{1,6})?$/.test(text) && value >= minimum && value <= maximum
        ? value
        : refuse(`a number from ${minimum} to ${maximum} with at most six decimals`)
    }
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : refuse('true or false')
    case 'url':
      return URL.canParse(text) ? text.replace(/\/+$/, '') : refuse('a URL')
    case 'base64':
      return Buffer.from(text, 'base64').length === setting.bytes ? text : refuse(`${setting.bytes} bytes in base64`)
    case 'string':
      return text.length >= (setting.minLength ?? 0) ? text : refuse(`at least ${setting.minLength} characters`)
  }
}
