// Generated from specs/metrics.yaml by scripts/generate.ts. Do not edit.

/** The values that each label may have. */
export const labelValues = {
  provider: ['deepgram', 'openai', 'other'],
  service: ['asr', 'llm', 'tts'],
  failure: ['unreachable', 'unauthorized', 'rate_limited', 'rejected', 'timeout', 'disconnected', 'malformed', 'server_error', 'circuit_open'],
  reason: ['caller_hangup', 'agent_hangup', 'user_silence_timeout', 'max_duration', 'transfer', 'provider_unavailable', 'quota_exceeded', 'cancelled', 'owner_lost', 'client_lost', 'store_unavailable', 'internal'],
  direction: ['inbound', 'outbound'],
  initiator: ['caller', 'agent'],
  outcome: ['completed', 'bad_arguments', 'unknown_tool', 'refused', 'no_secret', 'unreachable', 'timeout', 'too_large', 'http_status', 'malformed', 'bad_result', 'client_error', 'too_many', 'cancelled', 'internal'],
  used: ['asr', 'llm', 'tts', 'transport'],
  unit: ['seconds', 'characters', 'tokens_in', 'tokens_out'],
  event_type: ['call.started', 'call.answered', 'call.ended', 'artifact.stored', 'artifact.erased', 'session.state_changed', 'turn.started', 'endpointing.delay_applied', 'consent.prompted', 'consent.completed', 'text.received', 'dtmf.received', 'dtmf.sent', 'silence.timer_started', 'silence.timer_fired', 'ux.delay_acknowledged', 'stt.partial', 'stt.final', 'stt.rejected', 'llm.request', 'llm.first_token', 'llm.response', 'guardrail.blocked', 'action.requested', 'action.completed', 'action.failed', 'tts.started', 'tts.stopped', 'barge_in.detected', 'usage.recorded', 'call.summarized', 'call.evaluated', 'cost.computed', 'call.finished', 'provider.request_failed', 'provider.rate_limited', 'provider.retry_scheduled', 'provider.recovered', 'provider.circuit_opened', 'provider.circuit_closed', 'ux.recoverable_error_message', 'livekit.room.created', 'livekit.participant.joined', 'livekit.participant.left', 'livekit.track.published', 'livekit.track.unpublished', 'control.command_received', 'control.command_applied', 'pipeline.debug', 'billing.usage_updated', 'webhook.delivered', 'webhook.attempt_failed', 'webhook.dead_lettered', 'webhook.endpoint_disabled'],
  operation: ['none', 'createToken', 'createTicket', 'getSigningKeys', 'createApiKey', 'listApiKeys', 'getApiKey', 'updateApiKey', 'deleteApiKey', 'createTenant', 'listTenants', 'getTenant', 'updateTenant', 'getTenantSettings', 'updateTenantSettings', 'getCapturePolicy', 'updateCapturePolicy', 'createAgent', 'listAgents', 'validateAgent', 'getAgent', 'updateAgent', 'deleteAgent', 'listAgentVersions', 'getAgentVersion', 'publishAgent', 'rollbackAgent', 'createTool', 'listTools', 'validateTool', 'getTool', 'updateTool', 'deleteTool', 'invokeTool', 'listSecrets', 'putSecret', 'deleteSecret', 'listCalls', 'getCall', 'getCallTimeline', 'getCallArtifacts', 'listSessions', 'getSession', 'listSessionEvents', 'streamSessionEvents', 'sendSessionCommand', 'listWebhookEndpoints', 'createWebhookEndpoint', 'getWebhookEndpoint', 'updateWebhookEndpoint', 'deleteWebhookEndpoint', 'rotateWebhookSecret', 'promoteWebhookSecret', 'listWebhookDeliveries', 'recoverWebhookDeliveries', 'testWebhookEndpoint', 'getWebhookDelivery', 'replayWebhookDelivery', 'getLiveKitProject', 'setLiveKitProject', 'removeLiveKitProject', 'receiveLiveKitEvent', 'listRates', 'createRate', 'getMetrics', 'downloadRecording', 'downloadBundle', 'downloadArtifact', 'getHealth', 'getReadiness', 'scrapeMetrics', 'getOpenApiDocument', 'getRealtimeDocument', 'getEventsDocument', 'getPayloadSchema', 'getFrontPage', 'getDocs', 'getDocsFile', 'getLlmsText', 'getProblemType'],
  status_class: ['1xx', '2xx', '3xx', '4xx', '5xx'],
  code: ['invalid_api_key', 'forbidden', 'forbidden_origin', 'not_found', 'method_not_allowed', 'bad_request', 'payload_too_large', 'unsupported_media_type', 'conflict', 'idempotency_conflict', 'precondition_failed', 'quota_exceeded', 'idle_timeout', 'provider_unavailable', 'going_away', 'internal'],
  surface: ['answer', 'message', 'event', 'webhook'],
  limit: ['rate', 'concurrency', 'cap'],
  door: ['rest', 'socket'],
  queue: ['call_log', 'artifacts', 'webhooks', 'jobs', 'dead_jobs', 'traces'],
  state: ['busy', 'idle', 'waiting'],
  room_event: ['logged', 'repeated', 'unknown_kind', 'unknown_room', 'too_late', 'too_many'],
  part: ['database', 'bus', 'accepting_calls', 'event_loop', 'call_log', 'artifacts', 'after_calls', 'asr', 'llm', 'tts'],
  trouble: ['entry', 'read', 'lost_event'],
  result: ['exported', 'dropped'],
  quantile: ['p50', 'p99', 'max'],
  version: ['1.6.0'],
} as const

export type LabelName = keyof typeof labelValues
export type LabelValue<Label extends LabelName> = (typeof labelValues)[Label][number]

export interface MetricKind {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly LabelName[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
}

export const metrics = {
  asr_first_partial_ms: { type: 'histogram', help: 'From the first sound of a voice to the first words of the turn (SRS 4.1: 150).', labels: ['provider'], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  eou_ms: { type: 'histogram', help: 'Silence after which a spoken turn was held to be over (SRS 4.1: 300 to 450).', labels: [], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  llm_first_token_ms: { type: 'histogram', help: 'From the question to the first token of the model (SRS 4.1: 300).', labels: ['provider'], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  tts_first_chunk_ms: { type: 'histogram', help: 'From the first words given to the voice to its first audio on the way (SRS 4.1: 500).', labels: ['provider'], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  bargein_cutoff_ms: { type: 'histogram', help: 'From the first sound of a voice over the agent to the silence of the agent (SRS 4.1: 150).', labels: [], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  cost_per_call_inr: { type: 'histogram', help: 'What a finished call cost.', labels: [], buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 100] },
  invorto_turn_response_ms: { type: 'histogram', help: 'From the last sound of the caller to the first of the answer (SRS 4.1: 1500).', labels: [], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  invorto_llm_response_ms: { type: 'histogram', help: 'From the question to the last token of the model.', labels: ['provider'], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  invorto_tool_call_ms: { type: 'histogram', help: 'From a tool being asked to its answer or failure, retries among it.', labels: ['outcome'], buckets: [25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 750, 1000, 1250, 1500, 2000, 3000, 5000, 10000] },
  invorto_call_duration_ms: { type: 'histogram', help: 'Length of calls.', labels: [], buckets: [10000, 30000, 60000, 120000, 300000, 600000, 1200000, 1800000, 3600000] },
  invorto_calls_live: { type: 'gauge', help: 'Calls that are live in this process.', labels: [] },
  invorto_calls_started_total: { type: 'counter', help: 'Calls that began.', labels: ['direction'] },
  invorto_calls_ended_total: { type: 'counter', help: 'Calls that ended.', labels: ['reason'] },
  invorto_turns_total: { type: 'counter', help: 'Turns that began.', labels: ['initiator'] },
  invorto_barge_ins_total: { type: 'counter', help: 'How often a caller spoke over the agent.', labels: [] },
  invorto_tool_calls_total: { type: 'counter', help: 'Tools that were asked.', labels: ['outcome'] },
  invorto_usage_total: { type: 'counter', help: 'What calls used of their providers.', labels: ['used', 'unit'] },
  invorto_cost_inr_total: { type: 'counter', help: 'What finished calls cost together.', labels: [] },
  invorto_provider_failures_total: { type: 'counter', help: 'Failed requests to providers.', labels: ['service', 'failure'] },
  invorto_provider_retries_total: { type: 'counter', help: 'Requests to providers that were tried again.', labels: ['service'] },
  invorto_provider_circuit_open: { type: 'gauge', help: 'Whether the provider is left alone because it failed too often.', labels: ['service'] },
  invorto_events_total: { type: 'counter', help: 'Events that the logs of calls took.', labels: ['event_type'] },
  invorto_queue_depth: { type: 'gauge', help: 'How much waits.', labels: ['queue'] },
  invorto_queue_oldest_ms: { type: 'gauge', help: 'How long the oldest of it has waited; 0 where nothing does.', labels: ['queue'] },
  invorto_call_log_unstored_bytes: { type: 'gauge', help: 'What the process keeps of the logs of calls because the database has not taken it, about.', labels: [] },
  invorto_call_log_unstored_max_bytes: { type: 'gauge', help: 'How much that may be; from half of it on those who hold most of it begin no call (`MAX_UNSTORED_LOG_BYTES`).', labels: [] },
  invorto_bus_troubles_total: { type: 'counter', help: 'What could not be read from the bus, or not be saved from it; the process log says what.', labels: ['trouble'] },
  invorto_sockets_open: { type: 'gauge', help: 'Realtime sockets that are open in this process.', labels: [] },
  invorto_http_requests_total: { type: 'counter', help: 'Answered requests.', labels: ['operation', 'status_class'] },
  invorto_http_request_ms: { type: 'histogram', help: 'From the head of a request to the end of its answer.', labels: ['operation'], buckets: [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000] },
  invorto_problems_total: { type: 'counter', help: 'Refusals and failures that clients were told.', labels: ['door', 'code'] },
  invorto_limits_refused_total: { type: 'counter', help: 'Refusals because a limit was reached (FR-RL1).', labels: ['door', 'limit'] },
  invorto_contract_violations_total: { type: 'counter', help: 'What was found to break the contract on its way out.', labels: ['surface'] },
  invorto_livekit_events_total: { type: 'counter', help: 'What LiveKit servers told of rooms.', labels: ['room_event'] },
  invorto_part_up: { type: 'gauge', help: 'What `/readyz` says of each part, asked at the scrape.', labels: ['part'] },
  invorto_db_connections: { type: 'gauge', help: 'Connections of the pool to PostgreSQL.', labels: ['state'] },
  invorto_db_connections_max: { type: 'gauge', help: 'How many the pool may have.', labels: [] },
  invorto_event_loop_lag_ms: { type: 'gauge', help: 'How late the event loop comes to its timers.', labels: ['quantile'] },
  invorto_trace_spans_total: { type: 'counter', help: 'Spans that left for the collector, or did not.', labels: ['result'] },
  invorto_log_lines_dropped_total: { type: 'counter', help: 'Log lines that the reader of stderr did not take in time.', labels: [] },
  invorto_build_info: { type: 'gauge', help: 'Which version runs.', labels: ['version'] },
  process_cpu_seconds_total: { type: 'counter', help: 'User and system time of the process.', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', help: 'Resident memory.', labels: [] },
  process_open_fds: { type: 'gauge', help: 'Open files and sockets.', labels: [] },
  process_start_time_seconds: { type: 'gauge', help: 'When the process began, since the epoch.', labels: [] },
  nodejs_heap_size_used_bytes: { type: 'gauge', help: 'JavaScript objects.', labels: [] },
  nodejs_heap_size_total_bytes: { type: 'gauge', help: 'What the heap has taken.', labels: [] },
  nodejs_external_memory_bytes: { type: 'gauge', help: 'Buffers and other memory outside the heap.', labels: [] },
} as const satisfies Record<string, MetricKind>

export type MetricName = keyof typeof metrics

/** The metrics of one type. */
export type MetricOf<Type extends MetricKind['type']> = {
  [Name in MetricName]: (typeof metrics)[Name]['type'] extends Type ? Name : never
}[MetricName]

/** What each metric is recorded with. */
export type MetricLabels<Name extends MetricName> = [(typeof metrics)[Name]['labels'][number]] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Label in (typeof metrics)[Name]['labels'][number]]: LabelValue<Label> }
