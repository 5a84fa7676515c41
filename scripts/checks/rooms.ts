/**
 * A room of the house. Those with a floor see every lower floor; the others stand beside the house and see what `sees`
 * names. A room always sees itself.
 */
export interface Room {
  /** Its folder; a `*` is any one folder. */
  readonly folder: string
  readonly floor?: number
  /** Lower rooms that it must not see all the same. */
  readonly blindTo?: readonly string[]
  /** Folders, and single files, that a room without a floor sees, or all of them. */
  readonly sees?: readonly string[] | 'all'
  /** Packages that it may import, or all of them. */
  readonly packages?: readonly string[] | 'all'
  /** Packages that one folder of it may import besides. */
  readonly packagesOf?: Readonly<Record<string, readonly string[]>>
}

/** Ports are what the rooms between see; `app/` alone knows which adapter stands behind one. */
const adapters = ['runtime/adapters']

export const rooms: readonly Room[] = [
  { folder: 'generated', floor: 1 },
  { folder: 'runtime/core', floor: 2 },
  { folder: 'runtime/ports', floor: 3 },
  { folder: 'runtime/domain', floor: 3 },
  { folder: 'runtime/adapters', floor: 4, packages: 'all' },
  { folder: 'runtime/pipeline', floor: 5, blindTo: adapters },
  { folder: 'runtime/sessions', floor: 6, blindTo: adapters },
  {
    folder: 'runtime/transports',
    floor: 7,
    blindTo: adapters,
    packagesOf: {
      'runtime/transports/http': ['fastify', 'fastify-openapi-glue'],
      'runtime/transports/realtime': ['ws'],
    },
  },
  { folder: 'handlers', floor: 7, blindTo: adapters },
  { folder: 'app', floor: 8, packages: ['pino'] },

  { folder: 'sdks/node', sees: ['sdks/browser'] },
  {
    folder: 'sdks/contract',
    sees: ['generated', 'sdks', 'runtime/core/wav.ts'],
    packages: ['@pactflow/openapi-pact-comparator', 'fast-check', 'undici', 'ws', 'yazl'],
  },
  { folder: 'sdks/*', sees: [] },
  {
    folder: 'simulators',
    sees: ['generated', 'runtime/core'],
    packages: ['ws', 'yaml'],
    packagesOf: { 'simulators/s3': ['s3rver', '@smithy/signature-v4'] },
  },
  { folder: 'contract-tests', sees: ['sdks', 'simulators', 'specs', 'generated'] },
  { folder: 'dashboard', sees: ['sdks'] },
  { folder: 'docs-site', sees: ['sdks', 'scripts'], packages: ['esbuild', 'marked', 'yaml'] },
  { folder: 'demo', sees: ['sdks', 'simulators', 'runtime/core'] },
  { folder: 'scenarios', sees: 'all', packages: ['ajv', 'ws', 'yaml'] },
  { folder: 'scripts', sees: 'all', packages: 'all' },
  { folder: 'bench', sees: 'all', packages: 'all' },
]

/** The room of a file, or null when none is placed there. */
export const roomOf = (path: string): Room | null => rooms.find(({ folder }) => within(path, folder)) ?? null

/** Whether the path lies in the folder; a `*` in it is any one folder. */
export function within(path: string, folder: string): boolean {
  const parts = path.split('/')
  const steps = folder.split('/')
  return steps.length < parts.length && steps.every((step, index) => step === '*' || step === parts[index])
}

/** Whether two files stand in the same room; where its folder has a `*`, in the same one of its folders. */
export function shareRoom(one: string, other: string): boolean {
  const room = roomOf(one)
  const depth = room?.folder.split('/').length ?? 0
  const place = (path: string): string => path.split('/').slice(0, depth).join('/')
  return room !== null && room === roomOf(other) && place(one) === place(other)
}

/** Whether a file of one room may import the file at `path`, of another. */
export function sees(from: Room, to: Room, path: string): boolean {
  if (from.sees !== undefined)
    return from.sees === 'all' || from.sees.some((place) => path === place || within(path, place))
  if (from.floor === undefined || to.floor === undefined) return false
  return to.floor < from.floor && !from.blindTo?.some((folder) => within(path, folder))
}

/** Whether the file at `path`, of this room, may import the package. */
export function mayImport({ packages = [], packagesOf = {} }: Room, path: string, name: string): boolean {
  const besides = Object.entries(packagesOf).flatMap(([folder, names]) => (within(path, folder) ? names : []))
  return packages === 'all' || packages.includes(name) || besides.includes(name)
}
