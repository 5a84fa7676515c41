/** A package of `sdks/` as it is published. */
export interface SdkPackage {
  /** Its folder, which has its README, its API report and `package.json`'s own fields. */
  readonly folder: string
  readonly name: string
  readonly description: string
  /** Subpath to the file that it is made from. */
  readonly entries: Readonly<Record<string, string>>
  /** Name of a program to the file that it is made from: ES modules alone, all in one. */
  readonly programs?: Readonly<Record<string, string>>
  /** Another name that it is published under. */
  readonly alias?: string
  /** `node` may use what Node has; `neutral` runs in browsers and workers as well. */
  readonly platform: 'node' | 'neutral'
}

/** The packages for JavaScript. */
export const sdkPackages: readonly SdkPackage[] = [
  {
    folder: 'sdks/node',
    name: '@invorto/server',
    description: 'The Invorto API for Node: agents, tools, calls, and calls over the realtime socket.',
    entries: { '.': 'generated/index.gen.ts' },
    platform: 'node',
  },
  {
    folder: 'sdks/browser',
    name: '@invorto/realtime',
    alias: '@invorto/browser-realtime',
    description: 'Calls with Invorto agents from browsers and Node: the realtime voice socket.',
    entries: { '.': 'index.ts', './audio': 'audio/index.ts', './validators': 'validators.ts' },
    platform: 'neutral',
  },
  {
    folder: 'sdks/webhooks',
    name: '@invorto/webhooks',
    description: 'Verify, parse and test the webhooks of the Invorto platform.',
    entries: { '.': 'generated/index.gen.ts' },
    platform: 'neutral',
  },
  {
    folder: 'sdks/contract',
    name: '@invorto/contract',
    description:
      'The contract of the Invorto platform, to test against: a mock, conformance, webhooks, recorded sessions, pacts.',
    entries: {},
    programs: { 'invorto-contract': 'main.ts' },
    platform: 'node',
  },
]
