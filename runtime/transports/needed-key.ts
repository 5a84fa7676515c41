import type { Role } from '#generated/operations.gen.ts'
import { Problem } from '#runtime/core/problem.ts'

/** Where keys come from that no tenant has. */
const settingOf: Readonly<Partial<Record<Role, string>>> = {
  monitor: 'METRICS_API_KEY',
  operator: 'OPERATOR_API_KEY',
}

/** What opens an operation of these roles, in the words of a refusal: a setting where no tenant's key does. */
export function neededKey(roles: readonly Role[]): string {
  const settings = settingsOf(roles)
  return settings === null
    ? `This needs a key with the role ${roles.join(' or ')}.`
    : `This needs the key that is set as ${settings.join(' or ')}; no tenant's key opens it.`
}

/** A refusal of the key; where no tenant's would do it also says which one does. */
export function withNeededKey(error: unknown, roles: readonly Role[]): unknown {
  const named = error instanceof Problem && error.code === 'invalid_api_key' && settingsOf(roles) !== null
  return named ? new Problem(error.code, `${error.message} ${neededKey(roles)}`, { cause: error.cause }) : error
}

function settingsOf(roles: readonly Role[]): readonly string[] | null {
  const settings = roles.flatMap((role) => settingOf[role] ?? [])
  return settings.length === roles.length ? settings : null
}
