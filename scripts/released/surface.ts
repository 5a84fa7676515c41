import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type DocumentName, documentSources } from '../bundle/documents.ts'
import type { JsonObject } from '../bundle/json.ts'
import type { DraftRegister } from '../emit/drafts.ts'
import { contentOf } from '../files.ts'
import { newestFirst } from './semver.ts'

/** All that a version promises to those outside. */
export interface Surface {
  readonly documents: Readonly<Record<DocumentName, JsonObject>>
  /** `problems.yaml`: status, close code and whether to try again, by code. */
  readonly problems: JsonObject
  /** `config.yaml`: the settings by name. */
  readonly settings: JsonObject
  /** Names, statuses and required fields of what is reviewed only. */
  readonly drafts: DraftRegister
}

export const documentNames = Object.keys(documentSources) as DocumentName[]
const folder = 'specs/released'

/** Reads a file of some revision of the repository; null when it has none. */
export type ReadFile = (path: string) => Promise<string | null>

/** The surface of a revision of the repository. */
export async function surfaceOf(read: ReadFile): Promise<Surface> {
  return surface(async (part) => {
    const path = sourcePaths[part]
    const content = await read(path)
    if (content === null) return part === 'drafts' ? {} : missing(path)
    return parse(content, { merge: true }) as JsonObject
  })
}

const sourcePaths = {
  openapi: 'generated/documents/openapi.json',
  realtime: 'generated/documents/realtime.json',
  events: 'generated/documents/events.json',
  problems: 'specs/problems.yaml',
  settings: 'specs/config.yaml',
  drafts: 'generated/drafts.gen.json',
} as const

/** The surface of a released version. */
export async function releasedSurface(root: string, version: string): Promise<Surface> {
  return surface(async (part) => {
    const path = `${folder}/${version}/${part}.json`
    return JSON.parse((await contentOf(root, path)) ?? missing(path)) as JsonObject
  })
}

/** The files of a release, by path. */
export function releaseFiles({ documents, ...tables }: Surface, version: string): Map<string, string> {
  const parts = Object.entries({ ...documents, ...tables })
  return new Map(
    parts.map(([part, json]) => [`${folder}/${version}/${part}.json`, `${JSON.stringify(json, null, 1)}\n`]),
  )
}

/** Released versions, the newest first. */
export async function releases(root: string): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch(() => [])
  return newestFirst(names.filter((name) => /^\d+\.\d+\.\d+$/.test(name)))
}

async function surface(read: (part: keyof typeof sourcePaths) => Promise<JsonObject>): Promise<Surface> {
  const [openapi, realtime, events, problems, settings, drafts] = await Promise.all([
    read('openapi'),
    read('realtime'),
    read('events'),
    read('problems'),
    read('settings'),
    read('drafts'),
  ])
  return { documents: { openapi, realtime, events }, problems, settings, drafts: drafts as unknown as DraftRegister }
}

function missing(path: string): never {
  throw new Error(`${path} is missing.`)
}
