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
    cost_micro_inr: 'int8?',
    cost_inr: 'numeric?',
    finished_at: 'timestamptz?',
    metadata: 'jsonb',
  },
  call_owners: { call_id: 'uuid', tenant_id: 'uuid', owner: 'uuid', epoch: 'int4' },
  process_leases: { id: 'uuid', expires_at: 'timestamptz' },
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
  idempotent_requests: {
    tenant_id: 'uuid',
    scope: 'bytea',
    fingerprint: 'bytea',
    run: 'text',
    leased_until: 'timestamptz',
    expires_at: 'timestamptz',
    sealed: 'bytea?',
  },
  livekit_projects: {
    tenant_id: 'uuid',
    api_key: 'text',
    url: 'text',
    sealed: 'bytea',
    updated_at: 'timestamptz',
    last_event_at: 'timestamptz?',
  },
  livekit_events: {
    tenant_id: 'uuid',
    event_hash: 'bytea',
    call_id: 'uuid',
    arrival: 'int8',
    sealed: 'bytea?',
    leased_until: 'timestamptz',
    tries: 'int4',
    expires_at: 'timestamptz',
  },
  tenant_counts: { tenant_id: 'uuid', kind: 'text', count: 'int8' },
  retention_sweeps: { tenant_id: 'uuid', kind: 'text', last_call: 'uuid', leased_until: 'timestamptz' },
  sealed_content: { session_id: 'uuid', seq: 'int4', tenant_id: 'uuid', sealed: 'bytea' },
  rates: {
    id: 'uuid',
    tenant_id: 'uuid?',
    service: 'text',
    provider: 'text',
    model: 'text?',
    unit: 'text',
    per: 'int4',
    price_micros: 'int8',
    currency: 'text',
    effective_from: 'timestamptz',
    source: 'text',
    created_at: 'timestamptz',
  },
  fx_rates: { currency: 'text', effective_from: 'timestamptz', micro_inr: 'int8', source: 'text' },
  call_costs: {
    id: 'int8',
    tenant_id: 'uuid',
    call_id: 'uuid',
    line: 'int4',
    type: 'text',
    provider: 'text?',
    model: 'text?',
    unit: 'text',
    quantity_milli: 'int8',
    minutes: 'numeric?',
    units: 'numeric?',
    estimated: 'bool',
    priced: 'bool',
    cost_micro_inr: 'int8',
    cost_inr: 'numeric?',
    created_at: 'timestamptz',
  },
  webhook_endpoints: {
    id: 'uuid',
    tenant_id: 'uuid',
    url: 'text',
    event_types: 'jsonb?',
    description: 'text?',
    state: 'text',
    state_since: 'timestamptz',
    consecutive_failures: 'int4',
    last_success_at: 'timestamptz?',
    sealed: 'bytea',
    next_sealed: 'bytea?',
    rotated_at: 'timestamptz?',
    grace_ends_at: 'timestamptz?',
    created_at: 'timestamptz',
  },
  webhook_deliveries: {
    id: 'uuid',
    tenant_id: 'uuid',
    endpoint_id: 'uuid',
    session_id: 'uuid',
    seq: 'int4',
    type: 'text',
    state: 'text',
    trigger: 'text',
    attempts: 'int4',
    tries: 'int4',
    due_at: 'timestamptz?',
    lease: 'int4',
    created_at: 'timestamptz',
    delivered_at: 'timestamptz?',
  },
  webhook_attempts: {
    delivery_id: 'uuid',
    attempt: 'int4',
    tenant_id: 'uuid',
    trigger: 'text',
    at: 'timestamptz',
    latency_ms: 'int4',
    http_status: 'int4?',
    failure: 'text?',
    sealed: 'bytea?',
  },
  usage_days: {
    tenant_id: 'uuid',
    day: 'date',
    calls: 'int8',
    asr_milli: 'numeric',
    tts_milli: 'numeric',
    tokens_in_milli: 'numeric',
    tokens_out_milli: 'numeric',
    cost_micro_inr: 'numeric',
  },
  usage_told: { tenant_id: 'uuid', period_start: 'date', through: 'date', calls: 'int8' },
  tenant_logs: { tenant_id: 'uuid', last_seq: 'int4' },
} as const

/** What the driver gives for each SQL type, and what it takes. */
interface Values {
  uuid: string
  text: string
  int2: ColumnType<number, number | undefined, number>
  int4: number
  /** Text: not every one of them is a number of JavaScript's. One that counts by itself is left out of an insert. */
  int8: ColumnType<string, string | undefined, string>
  bool: boolean
  bytea: Buffer
  jsonb: ColumnType<unknown, string, string>
  numeric: ColumnType<string, number, number>
  timestamptz: ColumnType<Date, string, string>
  date: ColumnType<Date, string, string>
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
