import type { Entry, Rate, Usage } from './rest.ts'

interface Line {
  readonly what: string
  readonly quantity: number
  readonly rate: Rate
  readonly microInr: number
}

/**
 * What a call cost, added up once more from what anybody can read: the quantities of its timeline and the rates. In
 * whole micro-rupees, half up, a line for each service, provider, model and unit.
 */
export function addUp(entries: readonly Entry[], rates: readonly Rate[], usdInr: number): Line[] {
  const used = new Map<string, Pick<Rate, 'service' | 'provider' | 'model' | 'unit'> & { quantity: number }>()
  for (const entry of entries) {
    const fee = entry.type === 'call.ended'
    if (!fee && entry.type !== 'usage.recorded') continue
    const key = fee
      ? { service: 'platform', provider: 'invorto', model: null, unit: 'seconds' }
      : { service: entry.service!, provider: entry.provider!, model: entry.model ?? null, unit: entry.unit! }
    const name = Object.values(key).join(' ')
    const quantity = (used.get(name)?.quantity ?? 0) + Math.round((entry.quantity ?? entry.durationSec ?? 0) * 1000)
    used.set(name, { ...key, quantity })
  }
  return [...used.values()].map((line) => {
    const rate = rateOf(line, rates)
    const rupees = rate.currency === 'USD' ? usdInr : 1
    const micro = (line.quantity * rate.price * rupees * 1000) / rate.per
    return {
      what: [line.service, line.provider, line.model ?? ''].join(' ').trim(),
      quantity: line.quantity / 1000,
      rate,
      microInr: Math.floor(micro + 0.5),
    }
  })
}

/** The tenant's own goes before the default, one for the model before one for all, the newest before older ones. */
function rateOf(used: Pick<Rate, 'service' | 'provider' | 'model' | 'unit'>, rates: readonly Rate[]): Rate {
  const rank = ({ owner, model, effectiveFrom }: Rate) =>
    `${owner === 'tenant' ? 1 : 0}${model === null ? 0 : 1}${effectiveFrom}`
  const [best] = rates
    .filter(
      ({ service, provider, model, unit }) =>
        service === used.service &&
        provider === used.provider &&
        unit === used.unit &&
        (model === null || model === used.model),
    )
    .sort((one, other) => (rank(one) < rank(other) ? 1 : -1))
  if (best === undefined) throw new Error(`There is no rate for ${Object.values(used).join(' ')}.`)
  return best
}

/** The lines as a table, and whether they come to what the API says. Throws when they do not. */
export function costTable(lines: readonly Line[], usage: Usage): string {
  const rows = lines.map(
    ({ what, quantity, rate, microInr }) =>
      `${what.padEnd(33)}${`${quantity} ${rate.unit}`.padEnd(20)}${`${rate.price} ${rate.currency} for ${rate.per}`.padEnd(24)}${rupees(microInr).padStart(10)}`,
  )
  const sum = lines.reduce((total, { microInr }) => total + microInr, 0)
  const said = Math.round(usage.costInr * 1e6)
  const verdict = `the API says ${rupees(said)} rupees, the timeline and the rates add up to ${rupees(sum)}`
  if (sum !== said) throw new Error(`The cost is not right: ${verdict}.`)
  return `${rows.join('\n')}\nCost: ${verdict}: equal.`
}

const rupees = (micro: number): string => (micro / 1e6).toFixed(6)
