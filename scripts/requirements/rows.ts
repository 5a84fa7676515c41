import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { Json, JsonObject } from '../bundle/json.ts'
import { contentOf, contentsOf, filesBelow } from '../files.ts'

const folder = 'specs/requirements'
const idsPath = `${folder}/ids.yaml`
const schemaPath = 'specs/style/requirements.schema.yaml'

/** An edit that breaks what a requirement demands. */
export interface Mutation {
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
}

/** What is asked for, where that stands, and what proves it (specs/style/requirements.schema.yaml). */
export interface Row {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly carries?: readonly string[]
  readonly tests?: readonly string[]
  readonly mutation?: Mutation
  readonly note?: string
}

/** A row, and the file that it stands in. */
export interface PlacedRow extends Row {
  readonly file: string
}

export interface Requirements {
  /** Every id that must have a row. */
  readonly ids: readonly string[]
  readonly rows: readonly PlacedRow[]
}

export const statuses = ['live', 'planned', 'process', 'superseded'] as const
export type Status = (typeof statuses)[number]

export const statusOf = ({ status }: Row): Status => status.split(':')[0] as Status

/** The rows as they stand in the files; an error that names the place where one is no row. */
export async function readRequirements(root: string): Promise<Requirements> {
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(
    parse((await contentOf(root, schemaPath))!) as JsonObject,
  )
  const paths = (await filesBelow(root, folder)).filter((path) => path !== idsPath)
  const rows = [...(await contentsOf(root, paths))].flatMap(([file, text]) => {
    const listed: unknown = parse(text)
    if (validate(listed)) return (listed as Row[]).map((row) => ({ ...row, file }))
    const [fault] = validate.errors!
    const id = (listed as Row[])[Number(fault!.instancePath.split('/')[1])]?.id ?? ''
    throw new Error(`${file}: ${id} ${fault!.instancePath} ${fault!.message}`)
  })
  return { ids: listedIds(parse((await contentOf(root, idsPath)) ?? '{}') as Json), rows }
}

function listedIds(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listedIds) : []
}
