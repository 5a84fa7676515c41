/** Something that `make check` holds the repository against. */
export interface Gate {
  readonly name: string
  /** One sentence: what holds where it is green. */
  readonly says: string
  /** Node's arguments, from the root of the repository. */
  readonly command: readonly string[]
  /** The files that it looks at; all of them where this is missing. */
  readonly reads?: RegExp
}

/** Programs that somebody wrote. */
const sources = /^(?!generated\/|sdks\/[a-z]+\/generated\/).*\.m?ts$/
const contract = /^(specs|generated)\//

const incremental = (name: string): string[] => ['--incremental', '--tsBuildInfoFile', `.make/${name}.tsbuildinfo`]

/** The gates, the cheap ones first. */
export const gates: readonly Gate[] = [
  {
    name: 'migrations',
    says: 'A committed migration is what it was, and a new one is entered and builds its indexes concurrently.',
    command: ['scripts/check-migrations.ts'],
    reads: /^migrations\//,
  },
  {
    name: 'requirements',
    says: 'Every requirement has a row that says what is so, with tests where it is live.',
    command: ['scripts/check-requirements.ts'],
  },
  {
    name: 'released',
    says: 'What changed since the last release has a version and a changelog fragment that say so.',
    command: ['scripts/check-released.ts'],
    reads: /^(specs|generated|\.changeset|sdks\/released)\//,
  },
  {
    name: 'ambient',
    says: 'Time, randomness and environment are handed in.',
    command: ['scripts/check-ambient.ts'],
    reads: sources,
  },
  {
    name: 'floors',
    says: 'Rooms import from lower floors alone, and nothing in a circle.',
    command: ['scripts/check-floors.ts'],
    reads: sources,
  },
  {
    name: 'shape',
    says: 'Files are named, cut and exported as CONTRIBUTING.md asks.',
    command: ['scripts/check-shape.ts'],
    reads: sources,
  },
  {
    name: 'coverage',
    says: 'What is live has its code, its examples, its place in the docs and a test that names it.',
    command: ['scripts/check-coverage.ts'],
  },
  {
    name: 'monitoring',
    says: 'Alerts and dashboards read metrics, labels and values that there are, and each alert has its runbook.',
    command: ['scripts/check-monitoring.ts'],
  },
  {
    name: 'format',
    says: 'Sources are formatted and linted.',
    command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
    reads: /^(?!specs\/|generated\/)/,
  },
  {
    name: 'page-types',
    says: 'What browsers run has right types.',
    command: ['node_modules/typescript/bin/tsc', '-p', 'docs-site/browser', ...incremental('page-types')],
    reads: /\.(ts|mts|json)$/,
  },
  {
    name: 'examples',
    says: 'Valid examples pass, and invalid ones fail for the reason in their name.',
    command: ['scripts/check-examples.ts'],
    reads: contract,
  },
  {
    name: 'generated',
    says: 'What is generated is what specs/ and scripts/ make.',
    command: ['scripts/generate.ts', '--check'],
    reads: /^(specs|generated|sdks|scripts)\/|^\.env\.example$/,
  },
  {
    name: 'pacts',
    says: 'What clients send the documents take, what they hope for the documents promise, and everything they get has a pact.',
    command: ['scripts/check-pacts.ts'],
    reads: /^(specs|generated|sdks\/contract|contract-tests\/pacts)\//,
  },
  {
    name: 'sdks',
    says: 'What the SDKs export is what their API reports say.',
    command: ['scripts/build-sdks.ts', '--check'],
  },
  {
    name: 'specs',
    says: 'The documents keep to the rules of their kind, and so does every `x-` extension.',
    command: ['scripts/check-specs.ts'],
    reads: /^specs\//,
  },
  {
    name: 'types',
    says: 'Everything else has right types.',
    command: ['node_modules/typescript/bin/tsc', '-p', '.', ...incremental('types')],
    reads: /\.(ts|mts|json)$/,
  },
]
