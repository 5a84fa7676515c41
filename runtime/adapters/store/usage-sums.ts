import { sql } from 'kysely'
import { statement } from './statement.ts'

/** The largest whole number that every reader takes, and of micro-rupees the most that the contract has. */
const MOST = sql.lit(Number.MAX_SAFE_INTEGER)
const MOST_MICRO_INR = sql.lit(9_007_199_254_000_000)

/** The sums in which usage is told (SRS 7.4.4, 7.7.1), over days `d` (`migrations/0023-usage-days.sql`); as `callUsage` has them of one call. */
const usageSums = sql`
  coalesce(sum(d.calls), 0)::bigint as calls,
  least(coalesce(sum(d.asr_milli), 0), ${MOST})::bigint as asr_ms,
  least(trunc(coalesce(sum(d.tts_milli), 0) / 1000), ${MOST})::bigint as tts_chars,
  least(trunc(coalesce(sum(d.tokens_in_milli), 0) / 1000), ${MOST})::bigint as llm_tokens_in,
  least(trunc(coalesce(sum(d.tokens_out_milli), 0) / 1000), ${MOST})::bigint as llm_tokens_out,
  least(coalesce(sum(d.cost_micro_inr), 0), ${MOST_MICRO_INR})::bigint as micro_inr`

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

/**
 * What there is to tell a tenant when the day is over, noted as told. The periods are that of the day and those before it back
 * to the one that was told last, or the one before. Another process that does the same waits at the rows, and then finds
 * nothing to tell; of a period that is over calls can only become more.
 */
export const tellUsage = (tenant: string, day: string) => statement<ToldUsage>`
  with period as (
    select m::date as starts, (m + interval '1 month')::date as next, m = date_trunc('month', ${day}::timestamp) as runs
    from generate_series(
      least((select max(t.period_start) from usage_told t)::timestamp, date_trunc('month', ${day}::timestamp) - interval '1 month'),
      date_trunc('month', ${day}::timestamp), interval '1 month') as m
  ), untold as (
    select p.*, t.calls as told from period p left join usage_told t on t.period_start = p.starts
    where t.through is null or t.through < ${day}::date
  ), used as materialized (
    select u.*, s.* from untold u cross join lateral (
      select ${usageSums} from usage_days d where d.day >= u.starts and d.day < u.next and d.day <= ${day}::date
    ) as s
    where s.calls > 0 and (u.runs or s.calls > coalesce(u.told, 0))
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
