/**
 * Fifty values that must stay where they were put (OBS-00 4): each is found by its own text, wherever it goes. `settings` are
 * given to the process, `secrets` are credentials that a tenant or a server gives it, `personal` is of callers, `wrong` is shown by strangers.
 */
export const settings = {
  DEEPGRAM_API_KEY: 'dg-canary-01-4f1LbWq8sYc0PzT6mVn2',
  OPENAI_API_KEY: 'sk-proj-canary-02-RxK9dHg3JuZk4f1L',
  CONTENT_KEY: Buffer.from('canary-03-content-key-32-bytes!!').toString('base64'),
  URL_SIGNING_KEY: 'canary-04-url-signing-key-long-enough',
  KEY_PEPPER: 'canary-05-pepper-of-the-process-long',
  OPERATOR_API_KEY: 'canary-06-operator-key-of-the-test-1',
  REALTIME_WS_SECRET: 'canary-07-realtime-ws-secret-long-eno',
  INVORTO_DEV_API_KEY: 'canary-08-dev-key-only-the-caller-knows',
  JWT_SIGNING_KEY: Buffer.from('canary-09-jwt-signing-seed-32-by').toString('base64'),
} as const

export const secrets = {
  toolBearer: 'canary-10-bearer-of-the-crm-8sYc0PzT',
  toolBasic: 'Y2FuYXJ5LTExLWJhc2ljOnBhc3N3b3Jk',
  toolQuery: 'canary-12-key-in-a-query-of-a-tool',
  liveKitSecret: 'canary-13-livekit-api-secret-32-chars',
  liveKitPrevious: 'canary-14-livekit-previous-secret-32',
  turnPassword: 'canary-15-turn-password-of-a-room-TU',
  turnUsername: '1795288364:canary-16-turn-user',
  liveKitToken: 'eyJhbGciOiJIUzI1NiJ9.Y2FuYXJ5LTE3LWp3dA.canary-17-signature',
  webhookSecret: 'whsec_Y2FuYXJ5LTE4LXdlYmhvb2stc2VjcmV0LTMyLWJ5dGVz',
  twilioToken: 'canary-19-twilio-auth-token-0123456789',
  exotelKey: 'canary-20-exotel-api-token-0123456789',
  awsSecret: 'canary-21/aws/secret/key+0123456789012',
  googleKey: 'AIzaSy-canary-22-google-api-key-012345',
  githubToken: 'ghp_canary23githubtoken0123456789abcd',
  slackToken: 'xoxb-canary-24-slack-token-0123456789',
  stripeKey: 'sk_live_canary25stripekey0123456789',
  privateKey: 'MIIEvQIBADANBgkqhkiG9w-canary-26-private-key',
  sessionCookie: 'sid=canary-27-session-cookie-of-the-crm',
  urlPassword: 'canary-28-password-in-a-url',
  oneTimeCode: 'canary-29-otp-481516',
} as const

/** What a caller says, types, presses, or what is known of one. */
export const personal = {
  name: 'Canaria Thirtyperson',
  phone: '+919900031031',
  landline: '02231320032',
  email: 'canary.33@mail.example',
  card: '4000003400000346',
  cvv: 'cvv canary 35',
  aadhaar: '363636363636',
  pan: 'CNRYP3737K',
  address: '38 Canary Wharf Lane',
  pin: 'pin code canary 560039',
  birthday: '40 February 1940 canary',
  bank: 'IFSC CNRY0000041',
  upi: 'canary42@upi',
  passport: 'Z4343043',
  diagnosis: 'canary forty four syndrome',
  spoken: 'starter plan',
} as const

/** Credentials of nobody. */
export const wrong = {
  bearer: 'canary-46-a-wrong-key-that-is-nobodys',
  query: 'canary-47-a-wrong-key-in-a-query',
  token: 'eyJhbGciOiJFZERTQSJ9.Y2FuYXJ5LTQ4LWp3dA.canary-48-signature',
  basic: 'canary-49-user:canary-49-password',
  requestBody: 'canary-50-a-field-that-nobody-knows',
} as const

export const canaries: Readonly<Record<string, string>> = { ...settings, ...secrets, ...personal, ...wrong }

const forms = Object.entries(canaries).flatMap(([name, value]) => {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '')
  return [...new Set([value, encodeURIComponent(value), base64, JSON.stringify(value).slice(1, -1)])].map(
    (form): readonly [string, string] => [name, form],
  )
})

/** Names of those that stand in the text, also URL-encoded, in base64 or as JSON. */
export const found = (text: string, but: readonly string[] = []): string[] => [
  ...new Set(forms.flatMap(([name, form]) => (!but.includes(name) && text.includes(form) ? [name] : []))),
]
