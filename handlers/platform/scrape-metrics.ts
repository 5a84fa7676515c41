import type { Handler } from '#handlers/handler.ts'

export const scrapeMetrics: Handler<'scrapeMetrics'> = async (_request, { metrics }) => ({
  status: 200,
  body: await metrics.scrape(),
  headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
})
