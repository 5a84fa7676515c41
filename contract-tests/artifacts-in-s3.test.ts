import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type S3Simulator, startS3 } from '#simulators/s3/start-s3.ts'
import { temporaryFolder } from './platform.ts'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'
import { unzipped } from './unzipped.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let s3: S3Simulator
let stage: Stage
let dataDir: string
beforeAll(async () => {
  folder = await temporaryFolder()
  s3 = await startS3(join(folder.path, 's3'), ['acme-recordings', 'acme-transcripts'])
  dataDir = join(folder.path, 'data')
  stage = await setStage({
    DATA_DIR: dataDir,
    S3_BUCKET_RECORDINGS: 'acme-recordings',
    S3_BUCKET_TRANSCRIPTS: 'acme-transcripts',
    S3_ENDPOINT: s3.url,
    S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    S3_SSE: 'AES256',
    REGION: s3.region,
  })
  await stage.rest.call('createAgent', { body: { name: 'a', prompt: 'p', externalId: 'agent-1' } })
})
afterAll(async () => {
  await stage?.strike()
  await s3?.close()
  await folder?.remove()
})

const links = async (callId: string) =>
  (await stage.rest.call('getCallArtifacts', { path: { callId } })).body as Record<string, string | null>
const whole = (callId: string) =>
  until(`the artifacts of ${callId}`, async () => {
    const found = await links(callId)
    return Object.values(found).every((link) => link !== null) && (found as Record<string, string>)
  })
/** Files below the data folder that are of calls. */
const filesOfCalls = async (): Promise<string[]> =>
  (await readdir(dataDir, { recursive: true })).filter((name) => /c_[0-9a-z]{26}/.test(name))

test('what a call leaves behind is opened by links to S3, and nothing of it stays on the disk', async () => {
  await shortCall(stage, 'call-1', 'agent-1')
  const { recording, transcript, metrics, bundle } = await whole('call-1')
  const types: [string, string, string][] = [
    [recording!, 'acme-recordings/recordings', 'audio/wav'],
    [transcript!, 'acme-transcripts/transcripts', 'application/x-ndjson'],
    [metrics!, 'acme-transcripts/metrics', 'application/x-ndjson'],
    [bundle!, 'acme-transcripts/bundles', 'application/zip'],
  ]
  for (const [link, place, type] of types) {
    expect(link.startsWith(`${s3.url}/${place}/`)).toBe(true)
    expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('300')
    const answer = await fetch(link)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="c_/)
    const body = Buffer.from(await answer.arrayBuffer())
    if (type === 'application/zip') expect(Object.keys(unzipped(body))).toContain('recording.wav')
    if (type === 'audio/wav')
      expect([body.toString('latin1', 0, 4), body.readUInt32LE(4)]).toEqual(['RIFF', body.length - 8])
  }
  await until('the spool to be empty', async () => (await filesOfCalls()).length === 0)
  expect(await readdir(dataDir)).not.toContain('artifacts')
  const puts = s3.requests.filter(({ method }) => method === 'PUT')
  expect(new Set(puts.map(({ headers }) => headers['x-amz-server-side-encryption']))).toEqual(new Set(['AES256']))
})

test('a link of the disk opens nothing', async () => {
  const query = { expires: 4_000_000_000, signature: '0'.repeat(64) }
  const path = { file: 'c_01k36c7c1f0rs4wqegk1v1v1v1.wav' }
  expect((await stage.rest.as(undefined).call('downloadRecording', { path, query })).status).toBe(403)
})

test('S3 that is too busy for a while gets the artifacts all the same', async () => {
  // The recording's first upload fails, and the next object is taken at its second try.
  s3.faults.plan('slow_down', 'PUT', 4)
  await shortCall(stage, 'call-2', 'agent-1')
  const { recording, transcript } = await whole('call-2')
  expect([(await fetch(recording!)).status, (await fetch(transcript!)).status]).toEqual([200, 200])
  await until('the spool to be empty', async () => (await filesOfCalls()).length === 0)
})

test('the readiness names the buckets; the log has no key of them', async () => {
  const { body } = await stage.rest.call('getReadiness')
  expect(body.checks).toContainEqual({ name: 'artifacts', ok: true, required: false })
  expect(stage.platform.output()).not.toContain(s3.credentials.secretAccessKey)
  expect(stage.platform.output()).not.toContain('X-Amz-Signature')
})
