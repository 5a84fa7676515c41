import { sql } from 'kysely'
import { timezone } from '#runtime/core/local-day.ts'
import { statement } from './statement.ts'

/** The largest whole number that every reader takes, and of micro-rupees the most that the contract has. */
const MOST = sql.lit(Number.MAX_SAFE_INTEGER)
const MOST_MICRO_INR = sql.lit(9_007_199_254_000_000)

/** The sums in which usage is told (SRS 7.4.4, 7.7.1), over lines `l` of calls; as `callUsage` has them of one call. */
export const usageSums = sql`
  least(coalesce(sum(l.quantity_milli) filter (where l.type = 'stt'), 0), ${MOST})::bigint as asr_ms,
  least(trunc(coalesce(sum(l.quantity_milli) filter (where l.type = 'tts'), 0) / 1000), ${MOST})::bigint as tts_chars,
  least(trunc(coalesce(sum(l.quantity_milli) filter (where l.unit = 'tokens_in'), 0) / 1000), ${MOST})::bigint as llm_tokens_in,
  least(trunc(coalesce(sum(l.quantity_milli) filter (where l.unit = 'tokens_out'), 0) / 1000), ${MOST})::bigint as llm_tokens_out,
  least(coalesce(sum(l.cost_micro_inr), 0), ${MOST_MICRO_INR})::bigint as micro_inr`

export interface ToldUsage {
  readonly period_start: string
  readonly period_end: string
  readonly through: string
  readonly calls: string
  readonly asr_ms: string
  readonly tts_chars: string
  readonly llm_tokens_in: string
  readonly llm_tokens_out: string
  readonly micro_inr: string
}

/** Midnight before a day, or the instant of a month's beginning. */
const at = (local: ReturnType<typeof sql>) => sql`(${local})::timestamp at time zone ${sql.lit(timezone)}`

/**
 * What there is to tell a tenant when the day is over, noted as told. The periods are that of the day and those before it back
 * to the one that was told last, or the one before. Another process that does the same waits at the rows, and then finds
 * nothing to tell; of a period that is over calls can only become more.
 */
export const tellUsage = (tenant: string, day: string) => statement<ToldUsage>`
  with period as (
    select m::date as starts, (m + interval '1 month')::date as next, ${at(sql`m`)} as since,
      ${at(sql`least(m + interval '1 month', ${day}::date + 1)`)} as until, m = date_trunc('month', ${day}::timestamp) as runs
    from generate_series(
      least((select max(t.period_start) from usage_told t)::timestamp, date_trunc('month', ${day}::timestamp) - interval '1 month'),
      date_trunc('month', ${day}::timestamp), interval '1 month') as m
  ), untold as (
    select p.*, t.calls as told from period p left join usage_told t on t.period_start = p.starts
    where t.through is null or t.through < ${day}::date
  ), due as materialized (
    select u.*, c.calls from untold u cross join lateral (
      select count(*) as calls from calls c
      where c.created_at >= u.since and c.created_at < u.until and c.cost_micro_inr is not null
    ) as c
    where c.calls > 0 and (u.runs or c.calls > coalesce(u.told, 0))
  ), used as (
    select d.*, s.* from due d cross join lateral (
      select ${usageSums} from calls c join call_costs l on l.call_id = c.id
      where c.created_at >= d.since and c.created_at < d.until and c.cost_micro_inr is not null
    ) as s
  ), told as (
    insert into usage_told as t (tenant_id, period_start, through, calls)
    select ${tenant}::uuid, starts, ${day}::date, calls from used order by starts
    on conflict (tenant_id, period_start) do update set through = excluded.through, calls = excluded.calls
      where t.through < excluded.through
        and (excluded.calls > t.calls or excluded.period_start = date_trunc('month', ${day}::timestamp)::date)
    returning period_start
  )
  select u.starts::text as period_start, (u.next - 1)::text as period_end, least(${day}::date, u.next - 1)::text as through,
    u.calls, u.asr_ms, u.tts_chars, u.llm_tokens_in, u.llm_tokens_out, u.micro_inr
  from used u join told t on t.period_start = u.starts order by u.starts`
