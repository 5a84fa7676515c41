import type { ColumnType } from 'kysely'

/**
 * The columns that the platform reads and writes, by their SQL type; `?` allows null. A test holds this against
 * information_schema, and the row types come out of it.
 */
export const tables = {
  tenants: { id: 'uuid', name: 'text', created_at: 'timestamptz', active: 'bool', settings: 'jsonb' },
  api_keys: {
    id: 'uuid',
    tenant_id: 'uuid',
    hash: 'bytea',
    role: 'text',
    name: 'text',
    last_four: 'text',
    active: 'bool',
    created_at: 'timestamptz',
    tenant_active: 'bool',
    limits: 'jsonb',
    last_used_at: 'timestamptz?',
  },
  tickets: {
    hash: 'bytea',
    id: 'uuid',
    tenant_id: 'uuid',
    key_id: 'uuid',
    signed_by: 'text?',
    role: 'text',
    call: 'text',
    agent: 'text?',
    origin: 'text?',
    expires_at: 'timestamptz',
  },
  agents: {
    id: 'uuid',
    tenant_id: 'uuid',
    external_id: 'text?',
    name: 'text',
    version: 'int4',
    published_version: 'int4?',
    config: 'jsonb',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    deleted_at: 'timestamptz?',
  },
  agent_versions: {
    agent_id: 'uuid',
    version: 'int4',
    tenant_id: 'uuid',
    external_id: 'text?',
    name: 'text',
    config: 'jsonb',
    created_at: 'timestamptz',
  },
  tools: {
    id: 'uuid',
    tenant_id: 'uuid',
    name: 'text',
    config: 'jsonb',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  secrets: {
    tenant_id: 'uuid',
    name: 'text',
    hosts: 'jsonb',
    sealed: 'bytea',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  calls: {
    id: 'uuid',
    tenant_id: 'uuid',
    agent_id: 'uuid',
    agent_version: 'int4',
    agent_config: 'jsonb',
    external_id: 'text?',
    direction: 'text',
    from_num: 'text?',
    to_num: 'text?',
    status: 'text',
    end_reason: 'text?',
    created_at: 'timestamptz',
    answered_at: 'timestamptz?',
    ended_at: 'timestamptz?',
    duration_sec: 'numeric?',
  },
  events: {
    session_id: 'uuid',
    seq: 'int4',
    tenant_id: 'uuid',
    ts: 'timestamptz',
    event_type: 'text',
    component: 'text',
    severity: 'text',
    correlation_id: 'text',
    envelope: 'jsonb',
  },
  sealed_content: { session_id: 'uuid', seq: 'int4', tenant_id: 'uuid', sealed: 'bytea' },
} as const

/** What the driver gives for each SQL type, and what it takes. */
interface Values {
  uuid: string
  text: string
  int4: number
  bool: boolean
  bytea: Buffer
  jsonb: ColumnType<unknown, string, string>
  numeric: ColumnType<string, number, number>
  timestamptz: ColumnType<Date, string, string>
}
type OrNull<V> = V extends ColumnType<infer S, infer I, infer U> ? ColumnType<S | null, I | null, U | null> : V | null
type Column<Type> = Type extends keyof Values
  ? Values[Type]
  : Type extends `${infer Known extends keyof Values}?`
    ? OrNull<Values[Known]>
    : never

/** Kysely's view of the database. */
export type Tables = {
  [Table in keyof typeof tables]: {
    [Name in keyof (typeof tables)[Table]]: Column<(typeof tables)[Table][Name]>
  }
}
