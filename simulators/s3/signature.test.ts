import { expect, test } from 'vitest'
import { judgeSignature, type SignedRequest } from './signature.ts'

// AWS's example of a presigned query ("Authenticating Requests: Using Query Parameters").
const key = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const AT = Date.UTC(2013, 4, 24)
const presigned: SignedRequest = {
  method: 'GET',
  path: '/test.txt',
  query: {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20130524T000000Z',
    'X-Amz-Expires': '86400',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  },
  headers: { host: 'examplebucket.s3.amazonaws.com' },
}
// Its example of a GET with headers ("Signature Calculations for the Authorization Header").
const signed: SignedRequest = {
  method: 'GET',
  path: '/test.txt',
  query: {},
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
      'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
}
const judge = (request: SignedRequest, now = AT) => judgeSignature(request, key, 'us-east-1', now)
const withQuery = (name: string, value: string) => ({ ...presigned, query: { ...presigned.query, [name]: value } })
const withHeader = (name: string, value: string) => ({ ...signed, headers: { ...signed.headers, [name]: value } })

test("the signatures of AWS's own examples are right", async () => {
  expect(await judge(presigned)).toBeNull()
  expect(await judge(presigned, AT + 86_400_000)).toBeNull()
  expect(await judge(signed)).toBeNull()
})

test.each([
  ['another path', { ...presigned, path: '/test2.txt' }, 'SignatureDoesNotMatch'],
  ['another method', { ...presigned, method: 'PUT' }, 'SignatureDoesNotMatch'],
  ['a longer life', withQuery('X-Amz-Expires', '86401'), 'SignatureDoesNotMatch'],
  ['a further parameter', withQuery('response-content-type', 'text/html'), 'SignatureDoesNotMatch'],
  ['a life beyond a week', withQuery('X-Amz-Expires', '604801'), 'AccessDenied'],
  ['no number of seconds', withQuery('X-Amz-Expires', 'x'), 'AccessDenied'],
  ['another region', withQuery('X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/x/s3/aws4_request'), 'AccessDenied'],
  ['a key of nobody', withQuery('X-Amz-Credential', 'A/20130524/us-east-1/s3/aws4_request'), 'InvalidAccessKeyId'],
  ['no signature', { ...presigned, query: {} }, 'AccessDenied'],
  ['another range', withHeader('range', 'bytes=0-8'), 'SignatureDoesNotMatch'],
  ['a header of Amazon that is not signed', withHeader('x-amz-acl', 'public-read'), 'AccessDenied'],
] as const)('with %s it is refused', async (_what, request, refusal) => {
  expect(await judge(request)).toBe(refusal)
})

test('it is refused when its time has passed or has not come', async () => {
  expect(await judge(presigned, AT + 86_401_000)).toBe('AccessDenied')
  expect(await judge(presigned, AT - 16 * 60_000)).toBe('RequestTimeTooSkewed')
  expect(await judge(signed, AT + 16 * 60_000)).toBe('RequestTimeTooSkewed')
})
