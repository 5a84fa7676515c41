import { type Import, importsIn, type Target, targetOf } from './imports.ts'
import { mayImport, type Room, roomOf, sees, shareRoom } from './rooms.ts'
import { type Finding, isTest, type Source } from './sources.ts'

/** Every import that its room may not make, and every file that stands in no room. */
export function floorFindings(sources: readonly Source[]): Finding[] {
  return sources.filter(({ path }) => path.includes('/')).flatMap(findingsOf)
}

function findingsOf(source: Source): Finding[] {
  const { path } = source
  const room = roomOf(path)
  if (room === null) {
    const folder = path.split('/').slice(0, -1).join('/')
    return [{ path, line: 1, message: `the folder ${folder} is no room: place it in scripts/checks/rooms.ts` }]
  }
  return importsIn(source).flatMap((one) => {
    const message = faultOf(path, room, one, targetOf(path, one.specifier))
    return message === null ? [] : [{ path, line: one.line, message }]
  })
}

function faultOf(path: string, room: Room, { specifier }: Import, target: Target): string | null {
  if (target.kind === 'builtin') return null
  if (target.kind === 'package') {
    const allowed = isTest(path) || mayImport(room, path, target.name)
    return allowed ? null : `${named(room)} may not import the package ${target.name}`
  }
  return fileFault(path, room, specifier, target.path)
}

function fileFault(path: string, room: Room, specifier: string, target: string): string | null {
  if (isTest(target) && !isTest(path) && room.sees !== 'all') return `only tests may import ${specifier}`
  const other = roomOf(target)
  if (other === null) return isUnplaced(room, target) ? null : `${target} is in no room`
  if (shareRoom(path, target) || sees(room, other, target)) return null
  if (isTest(path) && (isTest(target) || other.folder === 'simulators')) return null
  return `${named(room)} may not import ${named(other)}: ${specifier}`
}

/** Documents and package.json, for the rooms that may read anything or name the folder. */
const isUnplaced = ({ sees: seen }: Room, target: string): boolean =>
  seen === 'all' || (seen ?? []).some((folder) => target.startsWith(`${folder}/`))

const named = ({ folder, floor }: Room): string => (floor === undefined ? folder : `${folder} (floor ${floor})`)
