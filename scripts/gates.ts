/** Something that `make check` holds the repository against. */
export interface Gate {
  readonly name: string
  /** One sentence: what holds where it is green. */
  readonly says: string
  /** Node's arguments, from the root of the repository. */
  readonly command: readonly string[]
}

const incremental = (name: string): string[] => ['--incremental', '--tsBuildInfoFile', `.make/${name}.tsbuildinfo`]

/** The gates, the cheap ones first. */
export const gates: readonly Gate[] = [
  {
    name: 'migrations',
    says: 'A committed migration is what it was, and a new one is entered.',
    command: ['scripts/check-migrations.ts'],
  },
  {
    name: 'requirements',
    says: 'Every requirement has a row that says what is so, with tests where it is live.',
    command: ['scripts/check-requirements.ts'],
  },
  {
    name: 'ambient',
    says: 'Time, randomness and environment are handed in.',
    command: ['scripts/check-ambient.ts'],
  },
  {
    name: 'floors',
    says: 'Rooms import from lower floors alone, and nothing in a circle.',
    command: ['scripts/check-floors.ts'],
  },
  {
    name: 'shape',
    says: 'Files are named, cut and exported as CONTRIBUTING.md asks.',
    command: ['scripts/check-shape.ts'],
  },
  {
    name: 'released',
    says: 'What changed since the last release has a version and a changelog fragment that say so.',
    command: ['scripts/check-released.ts'],
  },
  {
    name: 'coverage',
    says: 'What is live has its code, its examples, its place in the docs and a test that names it.',
    command: ['scripts/check-coverage.ts'],
  },
  {
    name: 'format',
    says: 'Sources are formatted and linted.',
    command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  },
  {
    name: 'page-types',
    says: 'What the pages of the docs run has right types.',
    command: ['node_modules/typescript/bin/tsc', '-p', 'docs-site/browser', ...incremental('page-types')],
  },
  {
    name: 'examples',
    says: 'Valid examples pass, and invalid ones fail for the reason in their name.',
    command: ['scripts/check-examples.ts'],
  },
  {
    name: 'generated',
    says: 'What is generated is what specs/ and scripts/ make.',
    command: ['scripts/generate.ts', '--check'],
  },
  {
    name: 'specs',
    says: 'The documents keep to the rules of their kind, and so does every `x-` extension.',
    command: ['scripts/check-specs.ts'],
  },
  {
    name: 'types',
    says: 'Everything else has right types.',
    command: ['node_modules/typescript/bin/tsc', '-p', '.', ...incremental('types')],
  },
]
