/**
 * A room of the house. Those with a floor see every lower floor; the others stand beside the house and see what `sees`
 * names. A room always sees itself.
 */
export interface Room {
  /** Its folder; the longest that fits a path is the path's room. A `*` is any one folder. */
  readonly folder: string
  readonly floor?: number
  /** Lower rooms that it must not see all the same. */
  readonly blindTo?: readonly string[]
  /** Folders that a room without a floor sees, or all of them. */
  readonly sees?: readonly string[] | 'all'
  /** Packages that it may import, or all of them. */
  readonly packages?: readonly string[] | 'all'
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
  { folder: 'runtime/transports', floor: 7, blindTo: adapters },
  { folder: 'runtime/transports/http', floor: 7, blindTo: adapters, packages: ['fastify', 'fastify-openapi-glue'] },
  { folder: 'runtime/transports/realtime', floor: 7, blindTo: adapters, packages: ['ws'] },
  { folder: 'handlers', floor: 7, blindTo: adapters },
  { folder: 'app', floor: 8, packages: ['pino'] },

  { folder: 'sdks/*', sees: [] },
  { folder: 'simulators', sees: ['generated', 'runtime/core'], packages: ['ws', 'yaml'] },
  { folder: 'contract-tests', sees: ['sdks', 'simulators', 'specs'] },
  { folder: 'dashboard', sees: ['sdks'] },
  { folder: 'demo', sees: ['sdks', 'simulators', 'runtime/core'] },
  { folder: 'scripts', sees: 'all', packages: 'all' },
  { folder: 'bench', sees: 'all', packages: 'all' },
]

/** The room of a file, or null when none is placed there. Files at the root belong to none and see all. */
export function roomOf(path: string): Room | null {
  const fitting = rooms.filter(({ folder }) => within(path, folder))
  return fitting.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null
}

/** Whether the path lies in the folder. */
export function within(path: string, folder: string): boolean {
  const parts = path.split('/')
  const steps = folder.split('/')
  return steps.length < parts.length && steps.every((step, index) => step === '*' || step === parts[index])
}

/** The folder that the path lies in, its `*` filled in: two SDKs are two rooms. */
export const placeOf = (room: Room, path: string): string =>
  path.split('/').slice(0, room.folder.split('/').length).join('/')

/** Whether a file of one room may import the file at `path`, of another. */
export function sees(from: Room, to: Room, path: string): boolean {
  if (from.sees !== undefined) return from.sees === 'all' || from.sees.some((folder) => within(path, folder))
  if (from.floor === undefined || to.floor === undefined) return false
  if (from.blindTo?.some((folder) => within(path, folder))) return false
  return to.floor < from.floor || isOneRoom(from, to)
}

/** A room with rooms inside it is still one. */
const isOneRoom = (a: Room, b: Room): boolean =>
  within(`${a.folder}/x`, b.folder) || within(`${b.folder}/x`, a.folder) || parent(a) === parent(b)

const parent = ({ folder }: Room): string => (folder.split('/').length < 3 ? folder : folder.split('/').slice(0, 2).join('/'))
