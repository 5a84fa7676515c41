/** How much a change asks of those who use the contract, the least first (SemVer 2.0.0). */
export const impacts = ['none', 'patch', 'minor', 'major'] as const
export type Impact = (typeof impacts)[number]

export function worst(list: readonly Impact[]): Impact {
  return impacts[Math.max(0, ...list.map((impact) => impacts.indexOf(impact)))]!
}

export function atLeast(impact: Impact, other: Impact): boolean {
  return impacts.indexOf(impact) >= impacts.indexOf(other)
}

/** Versions `1.4.0`, the newest first. */
export function newestFirst(versions: readonly string[]): string[] {
  const numbers = (version: string) => version.split('.').map(Number)
  return versions.toSorted((left, right) => {
    const [a, b] = [numbers(left), numbers(right)]
    return b[0]! - a[0]! || b[1]! - a[1]! || b[2]! - a[2]!
  })
}
