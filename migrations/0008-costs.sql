-- What calls use and what it costs (SRS 6.1.1, 9, FR-D4, FR-D5), and which of the calls that ended are finished.

-- What a query is for that no tenant asks: `finish` sees calls that wait to be finished, `fx` notes an exchange rate.
create function app_task() returns text language sql stable
  return nullif(current_setting('app.task', true), '');

-- Dated prices. Without a tenant a row is the platform's default, without a model it holds for every model of the provider.
create table rates (
  id uuid primary key,
  tenant_id uuid references tenants,
  service text not null check (service in ('asr', 'llm', 'tts', 'transport', 'platform')),
  provider text not null,
  model text,
  unit text not null check (unit in ('seconds', 'characters', 'tokens_in', 'tokens_out')),
  per int not null check (per between 1 and 1000000000),
  price_micros bigint not null check (price_micros between 0 and 10000000000),
  currency text not null check (currency in ('INR', 'USD')),
  effective_from timestamptz(3) not null,
  source text not null,
  created_at timestamptz(3) not null
);
create index rates_by_tenant on rates (tenant_id, id desc);

-- Dated exchange rates: micro-rupees for one unit of the currency.
create table fx_rates (
  currency text not null check (currency = 'USD'),
  effective_from timestamptz(3) not null,
  micro_inr bigint not null check (micro_inr between 1 and 1000000000),
  source text not null,
  primary key (currency, effective_from)
);

insert into rates
  (id, service, provider, model, unit, per, price_micros, currency, effective_from, source, created_at)
values
  ('00000000-0000-7000-8000-000000000101', 'asr', 'deepgram', null, 'seconds', 60, 670000, 'INR', '2025-01-01Z',
    'Deepgram streaming, list price 0.0077 USD a minute at 87 rupees', '2025-01-01Z'),
  ('00000000-0000-7000-8000-000000000102', 'tts', 'deepgram', null, 'characters', 1000, 2610000, 'INR', '2025-01-01Z',
    'Deepgram Aura-2, list price 0.030 USD per 1,000 characters at 87 rupees', '2025-01-01Z'),
  ('00000000-0000-7000-8000-000000000103', 'llm', 'openai', 'gpt-4o-mini', 'tokens_in', 1000000, 13050000, 'INR',
    '2025-01-01Z', 'OpenAI gpt-4o-mini, list price 0.15 USD per million tokens at 87 rupees', '2025-01-01Z'),
  ('00000000-0000-7000-8000-000000000104', 'llm', 'openai', 'gpt-4o-mini', 'tokens_out', 1000000, 52200000, 'INR',
    '2025-01-01Z', 'OpenAI gpt-4o-mini, list price 0.60 USD per million tokens at 87 rupees', '2025-01-01Z'),
  ('00000000-0000-7000-8000-000000000105', 'transport', 'browser', null, 'seconds', 60, 0, 'INR', '2025-01-01Z',
    'A browser that connects costs nothing', '2025-01-01Z'),
  ('00000000-0000-7000-8000-000000000106', 'platform', 'invorto', null, 'seconds', 60, 0, 'INR', '2025-01-01Z',
    'The platform asks no fee', '2025-01-01Z');

-- Whole micro-rupees are the truth; what people read is made from them.
alter table calls
  add column cost_micro_inr bigint check (cost_micro_inr >= 0),
  add column cost_inr numeric(12, 2) generated always as (round(coalesce(cost_micro_inr, 0) / 1000000.0, 2)) stored,
  add column finished_at timestamptz(3),
  add column finishing_until timestamptz(3),
  add column finish_attempts smallint not null default 0;
-- What ended before costs were kept has none.
update calls set finished_at = ended_at where status = 'ended';
-- Agents that were made before have the new settings' defaults.
update agents set config = '{"summary": {"enabled": true, "instructions": null}, "successEvaluation": null}'::jsonb || config;
create index calls_unfinished on calls (id) where status = 'ended' and finished_at is null;

create table call_costs (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  call_id uuid not null references calls on delete cascade,
  line int not null check (line >= 1),
  type text not null check (type in ('transport', 'stt', 'tts', 'llm', 'platform', 'other')),
  provider text,
  model text,
  unit text not null,
  quantity_milli bigint not null check (quantity_milli >= 0),
  minutes numeric(10, 2) generated always as (case when unit = 'seconds' then round(quantity_milli / 60000.0, 2) end) stored,
  units numeric(12, 2) generated always as (case when unit <> 'seconds' then round(quantity_milli / 1000.0, 2) end) stored,
  estimated boolean not null,
  priced boolean not null,
  cost_micro_inr bigint not null default 0 check (cost_micro_inr >= 0),
  cost_inr numeric(12, 2) generated always as (round(cost_micro_inr / 1000000.0, 2)) stored,
  created_at timestamptz(3) not null,
  constraint call_costs_line_key unique (call_id, line)
);

grant select, insert on rates, fx_rates, call_costs to invorto_app;
grant update (cost_micro_inr, finished_at, finishing_until, finish_attempts) on calls to invorto_app;

do $$
declare
  guarded text;
begin
  foreach guarded in array array['rates', 'fx_rates', 'call_costs'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('alter table %I force row level security', guarded);
  end loop;
end $$;
create policy own_tenant on call_costs to invorto_app using (tenant_id = app_tenant_id());
create policy own_and_default on rates for select to invorto_app using (tenant_id is null or tenant_id = app_tenant_id());
create policy own_tenant on rates for insert to invorto_app with check (tenant_id = app_tenant_id());
create policy everybody on fx_rates for select to invorto_app using (true);
create policy noted on fx_rates for insert to invorto_app with check (app_task() = 'fx');
create policy to_finish on calls for select to invorto_app
  using (app_task() = 'finish' and status = 'ended' and finished_at is null);
