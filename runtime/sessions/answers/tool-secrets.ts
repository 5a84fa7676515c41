import type { Sealer } from '#runtime/core/seal.ts'
import { mayGoTo } from '#runtime/domain/tools/tool-faults.ts'
import type { SecretStore } from '#runtime/ports/store.ts'

/** Where a tenant's secret is sealed to: nowhere else does it open. */
export const secretPlace = (tenantId: string, name: string): string => `secret/${tenantId}/${name}`

const BLANK = '[secret]'

/** The secrets of one request, opened for as long as it takes. Their values never leave but in it. */
export class OpenSecrets {
  readonly #values: ReadonlyMap<string, string>

  private constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** Null when one of them does not exist, or may not be sent to the host. */
  static async of(
    { secrets, sealer }: { secrets: SecretStore; sealer: Sealer },
    tenantId: string,
    names: readonly string[],
    host: string,
  ): Promise<OpenSecrets | null> {
    if (names.length === 0) return new OpenSecrets(new Map())
    const kept = await secrets.named(tenantId, names)
    if (kept.length < names.length || !kept.every(({ hosts }) => mayGoTo(hosts, host))) return null
    const values = kept.map(({ name, sealed }) => [name, sealer.open(sealed, secretPlace(tenantId, name)) as string])
    return new OpenSecrets(new Map(values as [string, string][]))
  }

  value(name: string): string {
    return this.#values.get(name) ?? ''
  }

  /** The same for what was read as JSON, which can write any letter in several ways (RFC 8259 7). */
  blankedIn(value: unknown): unknown {
    if (this.#values.size === 0) return value
    if (typeof value === 'string') return this.blanked(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((inner) => this.blankedIn(inner))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [this.blanked(name), this.blankedIn(inner)]))
  }

  /** The text without any of the values, in the spellings in which an answer echoes what it was sent. */
  blanked(text: string): string {
    let blank = text
    for (const value of this.#values.values()) {
      const inJson = JSON.stringify(value).slice(1, -1)
      const inForm = new URLSearchParams({ '': value }).toString().slice(1)
      const spellings = [value, inJson, encodeURIComponent(value), inForm, Buffer.from(value).toString('base64')]
      for (const spelling of new Set(spellings)) blank = blank.replaceAll(spelling, BLANK)
    }
    return blank
  }
}
