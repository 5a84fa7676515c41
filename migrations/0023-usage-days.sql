-- What a tenant's calls used, summed by day (SRS 7.4.4): counted when the cost of a call is kept, in the same transaction and by
-- whichever version of the platform does so. A call is of the day it was begun on in India, whenever its cost is known.
-- Nobody waits long: a table and a trigger, both made in an instant. What was there before is counted by 0024.

-- Sums are exact and cannot overflow. Quantities are thousandths: milliseconds of audio, thousandths of characters and tokens.
create table usage_days (
  tenant_id uuid not null references tenants,
  day date not null,
  calls bigint not null,
  asr_milli numeric not null,
  tts_milli numeric not null,
  tokens_in_milli numeric not null,
  tokens_out_milli numeric not null,
  cost_micro_inr numeric not null,
  primary key (tenant_id, day)
) with (fillfactor = 50);
grant select, insert on usage_days to invorto_app;
grant update (calls, asr_milli, tts_milli, tokens_in_milli, tokens_out_milli, cost_micro_inr) on usage_days to invorto_app;
alter table usage_days enable row level security;
alter table usage_days force row level security;
create policy own_tenant on usage_days to invorto_app using (tenant_id = app_tenant_id());

create function usage_of_calls(ids uuid[], out asr_milli numeric, out tts_milli numeric, out tokens_in_milli numeric,
  out tokens_out_milli numeric, out cost_micro_inr numeric) language sql stable
begin atomic
  select coalesce(sum(l.quantity_milli) filter (where l.type = 'stt'), 0),
    coalesce(sum(l.quantity_milli) filter (where l.type = 'tts'), 0),
    coalesce(sum(l.quantity_milli) filter (where l.unit = 'tokens_in'), 0),
    coalesce(sum(l.quantity_milli) filter (where l.unit = 'tokens_out'), 0),
    coalesce(sum(l.cost_micro_inr), 0)
  from call_costs l where l.call_id = any (ids);
end;

create function count_usage() returns trigger language plpgsql as $$
begin
  insert into usage_days as d (tenant_id, day, calls, asr_milli, tts_milli, tokens_in_milli, tokens_out_milli, cost_micro_inr)
    select new.tenant_id, (new.created_at at time zone 'Asia/Kolkata')::date, 1, u.* from usage_of_calls(array[new.id]) u
    on conflict (tenant_id, day) do update set calls = d.calls + 1, asr_milli = d.asr_milli + excluded.asr_milli,
      tts_milli = d.tts_milli + excluded.tts_milli, tokens_in_milli = d.tokens_in_milli + excluded.tokens_in_milli,
      tokens_out_milli = d.tokens_out_milli + excluded.tokens_out_milli, cost_micro_inr = d.cost_micro_inr + excluded.cost_micro_inr;
  return null;
end $$;
create trigger used after update of cost_micro_inr on calls for each row
  when (old.cost_micro_inr is null and new.cost_micro_inr is not null) execute function count_usage();

-- Sums a day anew from what its calls left. Whoever keeps a cost of that day meanwhile waits, and then adds to it.
create function recount_usage_day(of_tenant uuid, of_day date) returns void language plpgsql as $$
begin
  insert into usage_days values (of_tenant, of_day, 0, 0, 0, 0, 0, 0) on conflict do nothing;
  perform from usage_days where tenant_id = of_tenant and day = of_day for update;
  -- Only this statement looks at the calls: behind the lock it sees all that was counted and nothing that is not.
  update usage_days d set (calls, asr_milli, tts_milli, tokens_in_milli, tokens_out_milli, cost_micro_inr) = (
    select cardinality(c.ids), u.*
    from (
      select array(
        select c.id from calls c where c.tenant_id = of_tenant and c.cost_micro_inr is not null
          and c.created_at >= of_day::timestamp at time zone 'Asia/Kolkata'
          and c.created_at < (of_day + 1)::timestamp at time zone 'Asia/Kolkata'
      ) as ids
    ) as c, usage_of_calls(c.ids) as u
  ) where d.tenant_id = of_tenant and d.day = of_day;
end $$;
