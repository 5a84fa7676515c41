/** What a LiveKit server may sign with: the API secret, and the one before while they are rotated. */
export interface LiveKitSecrets {
  readonly apiSecret: string
  readonly previousApiSecret?: string
}

/** Where a tenant's LiveKit secrets are sealed to. */
export const liveKitSecretsPlace = (tenantId: string): string => `livekit-project/${tenantId}`
