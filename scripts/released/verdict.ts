import type { Change } from './change.ts'
import { atLeast, type Impact, worst } from './semver.ts'

/** What the changelog fragments of `.changeset/` say. */
export interface Plan {
  /** The bump that they ask for together. */
  readonly bump: Impact
  /** The version that it leads to; the released one where there is none. */
  readonly version: string
  /** Their texts. */
  readonly text: string
}

/** A sentence for each thing that stands between these changes and a release. */
export function releaseFaults(
  changes: readonly Change[],
  plan: Plan,
  versions: Readonly<Record<string, string>>,
  released: string,
): string[] {
  const contract = changes.filter(({ surface }) => surface !== 'drafts')
  const impact = worst(contract.map((change) => change.impact))
  const told = contract
    .filter((change) => change.impact === impact)
    .map(({ surface, message }) => `  ${surface}: ${message}`)
  const bumped = atLeast(plan.bump, impact)
    ? []
    : [
        [
          `Since ${released} the contract has a ${impact} change, and .changeset/ asks for ${plan.bump === 'none' ? 'nothing' : `a ${plan.bump} one`}. ` +
            `Write .changeset/<name>.md ("'invorto': ${impact}" and a sentence for users), or take the change back:`,
          ...told,
        ].join('\n'),
      ]
  const drafts = changes
    .filter(({ surface, items }) => surface === 'drafts' && !items.every((item) => plan.text.includes(item)))
    .map(({ message, items }) => `${message} Name \`${items[0]}\` in a fragment of .changeset/.`)
  const wrong = Object.entries(versions)
    .filter(([, version]) => version !== plan.version)
    .map(([source, version]) => `${source} says version ${version}; it must be ${plan.version}.`)
  return [...bumped, ...drafts, ...wrong]
}
