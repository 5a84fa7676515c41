import type { EvaluationScore, Rubric } from '#generated/events.gen.ts'

interface Scale {
  readonly schema: Readonly<Record<string, unknown>>
  readonly worst: Exclude<EvaluationScore, null>
  readonly has: (score: unknown) => boolean
}

const whole = (least: number, most: number): Scale => ({
  schema: { type: 'integer', minimum: least, maximum: most },
  worst: least,
  has: (score) => Number.isInteger(score) && (score as number) >= least && (score as number) <= most,
})

/** How calls are scored (SRS 7.7.5). */
export const scales: Readonly<Record<Rubric, Scale>> = {
  NumericScale: whole(1, 10),
  LikertScale: whole(1, 5),
  PercentageScale: whole(0, 100),
  PassFail: { schema: { type: 'boolean' }, worst: false, has: (score) => typeof score === 'boolean' },
}
