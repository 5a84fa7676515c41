// Generated from specs/config.yaml by scripts/generate.ts. Do not edit.

/** The groups in which settings are shown. */
export const settingGroups = { server: 'Server', data: 'Data', providers: 'Providers', access: 'Who comes in', secrets: 'Secrets', calls: 'Calls', webhooks: 'Webhooks', telemetry: 'Telemetry' } as const

export interface Setting {
  readonly group: keyof typeof settingGroups
  readonly type: 'string' | 'integer' | 'decimal' | 'enum' | 'url' | 'base64' | 'boolean'
  readonly values?: readonly string[]
  readonly default?: string | number | boolean
  /** Default of each environment. */
  readonly defaultIn?: Readonly<Record<'dev' | 'staging' | 'prod', string | number | boolean>>
  readonly optional?: boolean
  /** Never logged. */
  readonly secret?: boolean
  /** Made at the first start outside prod, and kept. */
  readonly generated?: boolean
  /** An older name of the same setting. */
  readonly alias?: string
  /** Settings that must be given when this one is. */
  readonly needs?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  /** Length of a base64 value when decoded. */
  readonly bytes?: number
  readonly requiredIn?: readonly ('dev' | 'staging' | 'prod')[]
  readonly forbiddenIn?: readonly ('dev' | 'staging' | 'prod')[]
  readonly doc: string
}

export const settings = {
  INVORTO_ENV: { group: 'server', type: 'enum', values: ['dev', 'staging', 'prod'], default: 'dev', doc: 'Environment. `prod` refuses development keys, sandbox providers and missing secrets.' },
  HOST: { group: 'server', type: 'string', default: '127.0.0.1', doc: 'Address to listen on.' },
  PORT: { group: 'server', type: 'integer', default: 8080, minimum: 0, maximum: 65535, doc: 'Port of REST and of the sockets; 0 takes a free one.' },
  PUBLIC_BASE_URL: { group: 'server', type: 'url', optional: true, doc: 'How clients reach the server, for the links it gives out. Default: http://HOST:PORT.' },
  DRAIN_TIMEOUT_MS: { group: 'server', type: 'integer', default: 30000, minimum: 0, maximum: 3600000, doc: 'How long live calls may go on after SIGTERM.' },
  VALIDATE_RESPONSES: { group: 'server', type: 'enum', values: ['always', 'sampled'], defaultIn: { dev: 'always', staging: 'always', prod: 'sampled' }, doc: 'Whether every response and message is checked against the contract, or one in a hundred. What breaks it is `contract.violated` in the log and counted in `/readyz`; it is withheld only where every one is checked.' },
  LOG_LEVEL: { group: 'server', type: 'enum', values: ['debug', 'info', 'warn', 'error'], default: 'info', doc: 'Least severity of the log lines on stderr.' },
  DATA_DIR: { group: 'data', type: 'string', default: './data', doc: 'Folder of the embedded database, artifacts and generated secrets.' },
  DATABASE_URL: { group: 'data', type: 'url', optional: true, secret: true, alias: 'DB_URL', doc: 'PostgreSQL 15 to 18. Without it an embedded PostgreSQL runs in DATA_DIR.' },
  REDIS_URL: { group: 'data', type: 'url', optional: true, secret: true, doc: 'Redis 7, for live events and rate limits across processes. Without it they stay in the process.' },
  REGION: { group: 'data', type: 'string', default: 'ap-south-1', doc: 'Region of the buckets.' },
  S3_BUCKET_RECORDINGS: { group: 'data', type: 'string', optional: true, minLength: 3, needs: ['S3_BUCKET_TRANSCRIPTS'], doc: 'Bucket of the recordings. Without buckets artifacts are files in DATA_DIR.' },
  S3_BUCKET_TRANSCRIPTS: { group: 'data', type: 'string', optional: true, minLength: 3, needs: ['S3_BUCKET_RECORDINGS'], doc: 'Bucket of the transcripts and metrics; it may be the same one.' },
  S3_ENDPOINT: { group: 'data', type: 'url', optional: true, needs: ['S3_BUCKET_RECORDINGS'], doc: 'A server that speaks S3, asked path style. Default: AWS. Clients open the links there.' },
  S3_ACCESS_KEY_ID: { group: 'data', type: 'string', optional: true, secret: true, needs: ['S3_SECRET_ACCESS_KEY'], doc: 'Key for S3. Default: what the AWS chain finds, from the environment to the role of the machine.' },
  S3_SECRET_ACCESS_KEY: { group: 'data', type: 'string', optional: true, secret: true, needs: ['S3_ACCESS_KEY_ID'], doc: 'Secret of that key.' },
  S3_SSE: { group: 'data', type: 'enum', values: ['none', 'AES256', 'aws:kms'], default: 'none', doc: 'Encryption that objects are put with; `none` leaves it to the bucket.' },
  DEEPGRAM_API_KEY: { group: 'providers', type: 'string', optional: true, secret: true, requiredIn: ['prod'], doc: 'Key for Deepgram (ASR and TTS). Without it the sandbox provider speaks and hears.' },
  DEEPGRAM_BASE_URL: { group: 'providers', type: 'url', default: 'https://api.deepgram.com', doc: 'Origin of Deepgram; its sockets are the same origin with ws.' },
  OPENAI_API_KEY: { group: 'providers', type: 'string', optional: true, secret: true, requiredIn: ['prod'], doc: 'Key for OpenAI. Without it the sandbox model answers.' },
  OPENAI_BASE_URL: { group: 'providers', type: 'url', default: 'https://api.openai.com/v1', doc: 'Base URL of the chat completions API.' },
  USD_INR_RATE: { group: 'providers', type: 'decimal', default: 87, minimum: 1, maximum: 1000, doc: 'Rupees for one US dollar, at most six decimals, for rates in dollars. A change holds for calls that begin after it.' },
  INVORTO_DEV_API_KEY: { group: 'access', type: 'string', optional: true, generated: true, secret: true, minLength: 16, forbiddenIn: ['prod'], doc: 'Key of the development tenant. Default outside prod: one is made and printed at start.' },
  REALTIME_API_KEY: { group: 'access', type: 'string', optional: true, secret: true, minLength: 16, doc: 'A further key of the default tenant, with the role dev.' },
  OPERATOR_API_KEY: { group: 'access', type: 'string', optional: true, generated: true, secret: true, minLength: 32, doc: 'Key of the operator, who makes tenants. Without it nobody does.' },
  METRICS_API_KEY: { group: 'access', type: 'string', optional: true, secret: true, minLength: 32, doc: 'Key that reads `/metrics` and nothing else, for Prometheus. Without it only the operator reads them.' },
  REALTIME_WS_SECRET: { group: 'access', type: 'string', optional: true, generated: true, secret: true, minLength: 16, doc: 'Keys the signature `?sig=&ts=` of a socket. Without it no signature is right.' },
  ALLOWED_ORIGINS: { group: 'access', type: 'string', defaultIn: { dev: 'http://localhost:*,http://127.0.0.1:*', staging: '', prod: '' }, doc: 'Web origins that every tenant may be called from, with commas between; `:*` is any port, `https://*.example.com` every host below.' },
  JWT_PUBLIC_KEY: { group: 'access', type: 'string', optional: true, doc: 'Public key (PEM or JWK) of tokens that the default tenant signs itself.' },
  JWT_ISSUER: { group: 'access', type: 'string', optional: true, doc: 'The `iss` of those tokens. Default: the issuer of the settings of the tenant, or its id.' },
  RATE_LIMIT_FAILED_KEYS_PER_MINUTE: { group: 'access', type: 'integer', default: 30, minimum: 1, maximum: 1000000, doc: 'Wrong keys a minute that one address may show before further unknown ones are refused unseen.' },
  TRUSTED_PROXIES: { group: 'access', type: 'string', default: '', doc: 'Addresses and ranges, with commas between, of proxies in front of the platform: 10.0.0.0/8. What they add to X-Forwarded-For says whose wrong keys are counted; without it all who come through one proxy are counted together.' },
  MAX_SOCKETS_PER_TENANT: { group: 'access', type: 'integer', default: 200, minimum: 1, maximum: 100000, doc: 'Sockets that one tenant may have open at once, in each process.' },
  MAX_STREAMS_PER_KEY: { group: 'access', type: 'integer', default: 20, minimum: 1, maximum: 10000, doc: 'Event streams (`streamSessionEvents`) that one key may have open at once, in each process.' },
  MAX_AGENTS_PER_TENANT: { group: 'access', type: 'integer', default: 1000, minimum: 1, maximum: 10000000, doc: 'Agents that one tenant may have, and as many tools.' },
  MAX_VERSIONS_PER_AGENT: { group: 'access', type: 'integer', default: 10000, minimum: 1, maximum: 2000000000, doc: 'Versions that one agent may have; each change is one, and none is ever removed.' },
  MAX_RATES_PER_TENANT: { group: 'access', type: 'integer', default: 5000, minimum: 1, maximum: 10000000, doc: 'Rates that one tenant may add; none is ever removed.' },
  KEY_PEPPER: { group: 'secrets', type: 'string', generated: true, secret: true, requiredIn: ['prod'], minLength: 32, doc: 'Keys the hashes of API keys. Changing it disables every key.' },
  CONTENT_KEY: { group: 'secrets', type: 'base64', bytes: 32, generated: true, secret: true, requiredIn: ['prod'], doc: 'AES-256 key of the sealed content, 32 bytes in base64.' },
  URL_SIGNING_KEY: { group: 'secrets', type: 'string', generated: true, secret: true, requiredIn: ['prod'], minLength: 32, doc: 'Signs the links to artifacts and the cursors of lists.' },
  JWT_SIGNING_KEY: { group: 'secrets', type: 'base64', bytes: 32, generated: true, secret: true, requiredIn: ['prod'], doc: 'Ed25519 seed that signs our tokens, 32 bytes in base64.' },
  JWT_PREVIOUS_SIGNING_KEY: { group: 'secrets', type: 'base64', bytes: 32, optional: true, secret: true, doc: 'The JWT_SIGNING_KEY before this one: its tokens are still taken. Drop it an hour after a rotation.' },
  IDLE_TIMEOUT_MS: { group: 'calls', type: 'integer', default: 120000, minimum: 1000, maximum: 3600000, doc: 'A socket without audio or text for this long is closed (SRS 7.2).' },
  HEARTBEAT_MS: { group: 'calls', type: 'integer', default: 15000, minimum: 1000, maximum: 60000, doc: 'How often a socket is pinged (FR-R2); two misses end it.' },
  RESUME_GRACE_MS: { group: 'calls', type: 'integer', default: 20000, minimum: 0, maximum: 600000, doc: 'How long a call waits for a caller whose socket was lost.' },
  OWNER_LEASE_MS: { group: 'calls', type: 'integer', default: 10000, minimum: 1000, maximum: 300000, doc: 'A process that was not heard of for so long loses its calls; another one closes them as `owner_lost`.' },
  MAX_UNSTORED_LOG_BYTES: { group: 'calls', type: 'integer', default: 134217728, minimum: 65536, maximum: 17179869184, doc: 'How much of the logs of its calls a process keeps in memory while the database does not take it, in bytes, about 700 an event. Nothing of it is dropped; whoever holds most is bounded first. From half of it on, tenants that hold a quarter of what the fullest one holds begin no call (`provider_unavailable`); who holds three times what is still free has its live calls ended as `store_unavailable`, a tenant alone at three quarters.' },
  EGRESS_ALLOW: { group: 'calls', type: 'string', default: '', forbiddenIn: ['prod'], doc: 'Hosts, addresses and ranges, with commas between, that tools and webhooks may reach besides the public internet, over http too: 127.0.0.1/32, crm.local.' },
  WEBHOOK_SECRET: { group: 'webhooks', type: 'string', optional: true, secret: true, minLength: 38, doc: 'Secret of new webhook endpoints of the default tenant, `whsec_` and the base64 of 24 to 64 bytes. Without it each endpoint has one of its own, as those of other tenants always have.' },
  WEBHOOK_RETRIES: { group: 'webhooks', type: 'integer', default: 3, minimum: 0, maximum: 20, doc: 'How often an event is posted again after a first try that failed (FR-W3).' },
  WEBHOOK_RETRY_MS: { group: 'webhooks', type: 'integer', default: 30000, minimum: 10, maximum: 3600000, doc: 'The wait before the first of these tries; each further one is eight times as long, up to eight hours: 30 s, 4 min, 32 min.' },
  WEBHOOK_TIMEOUT_MS: { group: 'webhooks', type: 'integer', default: 15000, minimum: 100, maximum: 30000, doc: 'How long a try may take, from the name of the host to the end of the answer.' },
  MAX_WEBHOOK_ENDPOINTS_PER_TENANT: { group: 'webhooks', type: 'integer', default: 100, minimum: 1, maximum: 10000, doc: 'Webhook endpoints that one tenant may have.' },
  OTEL_EXPORTER_OTLP_ENDPOINT: { group: 'telemetry', type: 'url', optional: true, doc: 'Base URL of a collector of OpenTelemetry: spans go to `/v1/traces` below it. Without it none are made.' },
  OTEL_EXPORTER_OTLP_HEADERS: { group: 'telemetry', type: 'string', optional: true, secret: true, needs: ['OTEL_EXPORTER_OTLP_ENDPOINT'], doc: 'Headers for the collector, as `name=value` with commas between, values URL-encoded: `Authorization=Basic%20…`.' },
  OTEL_SERVICE_NAME: { group: 'telemetry', type: 'string', default: 'invorto', minLength: 1, doc: 'What the process is called in traces.' },
  OTEL_TRACES_SAMPLER_ARG: { group: 'telemetry', type: 'decimal', default: 1, minimum: 0, maximum: 1, doc: 'Share of calls and requests that are traced.' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings

/** Every setting with its value, defaults filled in. */
export interface Config {
  /** Environment. `prod` refuses development keys, sandbox providers and missing secrets. */
  readonly INVORTO_ENV: 'dev' | 'staging' | 'prod'
  /** Address to listen on. */
  readonly HOST: string
  /** Port of REST and of the sockets; 0 takes a free one. */
  readonly PORT: number
  /** How clients reach the server, for the links it gives out. Default: http://HOST:PORT. */
  readonly PUBLIC_BASE_URL: string | undefined
  /** How long live calls may go on after SIGTERM. */
  readonly DRAIN_TIMEOUT_MS: number
  /** Whether every response and message is checked against the contract, or one in a hundred. What breaks it is `contract.violated` in the log and counted in `/readyz`; it is withheld only where every one is checked. */
  readonly VALIDATE_RESPONSES: 'always' | 'sampled'
  /** Least severity of the log lines on stderr. */
  readonly LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error'
  /** Folder of the embedded database, artifacts and generated secrets. */
  readonly DATA_DIR: string
  /** PostgreSQL 15 to 18. Without it an embedded PostgreSQL runs in DATA_DIR. */
  readonly DATABASE_URL: string | undefined
  /** Redis 7, for live events and rate limits across processes. Without it they stay in the process. */
  readonly REDIS_URL: string | undefined
  /** Region of the buckets. */
  readonly REGION: string
  /** Bucket of the recordings. Without buckets artifacts are files in DATA_DIR. */
  readonly S3_BUCKET_RECORDINGS: string | undefined
  /** Bucket of the transcripts and metrics; it may be the same one. */
  readonly S3_BUCKET_TRANSCRIPTS: string | undefined
  /** A server that speaks S3, asked path style. Default: AWS. Clients open the links there. */
  readonly S3_ENDPOINT: string | undefined
  /** Key for S3. Default: what the AWS chain finds, from the environment to the role of the machine. */
  readonly S3_ACCESS_KEY_ID: string | undefined
  /** Secret of that key. */
  readonly S3_SECRET_ACCESS_KEY: string | undefined
  /** Encryption that objects are put with; `none` leaves it to the bucket. */
  readonly S3_SSE: 'none' | 'AES256' | 'aws:kms'
  /** Key for Deepgram (ASR and TTS). Without it the sandbox provider speaks and hears. */
  readonly DEEPGRAM_API_KEY: string | undefined
  /** Origin of Deepgram; its sockets are the same origin with ws. */
  readonly DEEPGRAM_BASE_URL: string
  /** Key for OpenAI. Without it the sandbox model answers. */
  readonly OPENAI_API_KEY: string | undefined
  /** Base URL of the chat completions API. */
  readonly OPENAI_BASE_URL: string
  /** Rupees for one US dollar, at most six decimals, for rates in dollars. A change holds for calls that begin after it. */
  readonly USD_INR_RATE: number
  /** Key of the development tenant. Default outside prod: one is made and printed at start. */
  readonly INVORTO_DEV_API_KEY: string | undefined
  /** A further key of the default tenant, with the role dev. */
  readonly REALTIME_API_KEY: string | undefined
  /** Key of the operator, who makes tenants. Without it nobody does. */
  readonly OPERATOR_API_KEY: string | undefined
  /** Key that reads `/metrics` and nothing else, for Prometheus. Without it only the operator reads them. */
  readonly METRICS_API_KEY: string | undefined
  /** Keys the signature `?sig=&ts=` of a socket. Without it no signature is right. */
  readonly REALTIME_WS_SECRET: string | undefined
  /** Web origins that every tenant may be called from, with commas between; `:*` is any port, `https://*.example.com` every host below. */
  readonly ALLOWED_ORIGINS: string
  /** Public key (PEM or JWK) of tokens that the default tenant signs itself. */
  readonly JWT_PUBLIC_KEY: string | undefined
  /** The `iss` of those tokens. Default: the issuer of the settings of the tenant, or its id. */
  readonly JWT_ISSUER: string | undefined
  /** Wrong keys a minute that one address may show before further unknown ones are refused unseen. */
  readonly RATE_LIMIT_FAILED_KEYS_PER_MINUTE: number
  /** Addresses and ranges, with commas between, of proxies in front of the platform: 10.0.0.0/8. What they add to X-Forwarded-For says whose wrong keys are counted; without it all who come through one proxy are counted together. */
  readonly TRUSTED_PROXIES: string
  /** Sockets that one tenant may have open at once, in each process. */
  readonly MAX_SOCKETS_PER_TENANT: number
  /** Event streams (`streamSessionEvents`) that one key may have open at once, in each process. */
  readonly MAX_STREAMS_PER_KEY: number
  /** Agents that one tenant may have, and as many tools. */
  readonly MAX_AGENTS_PER_TENANT: number
  /** Versions that one agent may have; each change is one, and none is ever removed. */
  readonly MAX_VERSIONS_PER_AGENT: number
  /** Rates that one tenant may add; none is ever removed. */
  readonly MAX_RATES_PER_TENANT: number
  /** Keys the hashes of API keys. Changing it disables every key. */
  readonly KEY_PEPPER: string
  /** AES-256 key of the sealed content, 32 bytes in base64. */
  readonly CONTENT_KEY: string
  /** Signs the links to artifacts and the cursors of lists. */
  readonly URL_SIGNING_KEY: string
  /** Ed25519 seed that signs our tokens, 32 bytes in base64. */
  readonly JWT_SIGNING_KEY: string
  /** The JWT_SIGNING_KEY before this one: its tokens are still taken. Drop it an hour after a rotation. */
  readonly JWT_PREVIOUS_SIGNING_KEY: string | undefined
  /** A socket without audio or text for this long is closed (SRS 7.2). */
  readonly IDLE_TIMEOUT_MS: number
  /** How often a socket is pinged (FR-R2); two misses end it. */
  readonly HEARTBEAT_MS: number
  /** How long a call waits for a caller whose socket was lost. */
  readonly RESUME_GRACE_MS: number
  /** A process that was not heard of for so long loses its calls; another one closes them as `owner_lost`. */
  readonly OWNER_LEASE_MS: number
  /** How much of the logs of its calls a process keeps in memory while the database does not take it, in bytes, about 700 an event. Nothing of it is dropped; whoever holds most is bounded first. From half of it on, tenants that hold a quarter of what the fullest one holds begin no call (`provider_unavailable`); who holds three times what is still free has its live calls ended as `store_unavailable`, a tenant alone at three quarters. */
  readonly MAX_UNSTORED_LOG_BYTES: number
  /** Hosts, addresses and ranges, with commas between, that tools and webhooks may reach besides the public internet, over http too: 127.0.0.1/32, crm.local. */
  readonly EGRESS_ALLOW: string
  /** Secret of new webhook endpoints of the default tenant, `whsec_` and the base64 of 24 to 64 bytes. Without it each endpoint has one of its own, as those of other tenants always have. */
  readonly WEBHOOK_SECRET: string | undefined
  /** How often an event is posted again after a first try that failed (FR-W3). */
  readonly WEBHOOK_RETRIES: number
  /** The wait before the first of these tries; each further one is eight times as long, up to eight hours: 30 s, 4 min, 32 min. */
  readonly WEBHOOK_RETRY_MS: number
  /** How long a try may take, from the name of the host to the end of the answer. */
  readonly WEBHOOK_TIMEOUT_MS: number
  /** Webhook endpoints that one tenant may have. */
  readonly MAX_WEBHOOK_ENDPOINTS_PER_TENANT: number
  /** Base URL of a collector of OpenTelemetry: spans go to `/v1/traces` below it. Without it none are made. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined
  /** Headers for the collector, as `name=value` with commas between, values URL-encoded: `Authorization=Basic%20…`. */
  readonly OTEL_EXPORTER_OTLP_HEADERS: string | undefined
  /** What the process is called in traces. */
  readonly OTEL_SERVICE_NAME: string
  /** Share of calls and requests that are traced. */
  readonly OTEL_TRACES_SAMPLER_ARG: number
}
