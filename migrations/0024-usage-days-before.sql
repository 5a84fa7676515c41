-- outside of a transaction
-- Sums the days before 0023, each in a transaction of its own; may be done any number of times, also while calls come and end. It
-- takes no lock but at the row of the day it is at: whoever keeps the cost of a call of that day waits as long as its sums take.
-- It works as the platform's role, since an owner that is no superuser sees no row.
do $$
declare
  tenant uuid;
  used date;
begin
  perform set_config('role', 'invorto_app', true), set_config('app.operator', 'on', true);
  foreach tenant in array array(select id from tenants) loop
    commit;
    perform set_config('role', 'invorto_app', true), set_config('app.tenant_id', tenant::text, true);
    foreach used in array array(
      select distinct (c.created_at at time zone 'Asia/Kolkata')::date from calls c where c.tenant_id = tenant and c.cost_micro_inr is not null
    ) loop
      commit;
      perform set_config('role', 'invorto_app', true), set_config('app.tenant_id', tenant::text, true);
      perform recount_usage_day(tenant, used);
    end loop;
  end loop;
end $$;

-- Nobody counts the calls of a month any more.
drop index concurrently if exists calls_by_time_with_cost;
