import type { EventData } from '#generated/events.gen.ts'

type Service = EventData['usage.recorded']['service']
type Unit = EventData['usage.recorded']['unit']

/** A piece of usage, as the log has it (FR-D5). */
export interface UsedPiece {
  readonly service: Service
  readonly provider: { readonly name: string; readonly model?: string }
  readonly turnId: string | null
  readonly unit: Unit
  readonly quantity: number
  readonly total: number
  readonly estimated: boolean
}

/** Adds up what a call uses; every piece is told once, as soon as it is known. */
export class UsageMeter {
  readonly #tell: (piece: UsedPiece) => void
  readonly #totals = new Map<string, number>()

  /** `before`: what was metered of the same call already. */
  constructor(tell: (piece: UsedPiece) => void, before: readonly Pick<UsedPiece, 'service' | 'unit' | 'total'>[] = []) {
    this.#tell = tell
    for (const piece of before) this.#totals.set(keyOf(piece), piece.total)
  }

  /** `quantity`: since the last time; nothing is told of nothing. */
  used(piece: Omit<UsedPiece, 'total'>): void {
    if (!(piece.quantity > 0)) return
    const key = keyOf(piece)
    const total = (this.#totals.get(key) ?? 0) + piece.quantity
    this.#totals.set(key, total)
    this.#tell({ ...piece, quantity: thousandths(piece.quantity), total: thousandths(total) })
  }
}

const keyOf = ({ service, unit }: Pick<UsedPiece, 'service' | 'unit'>): string => `${service} ${unit}`
const thousandths = (quantity: number): number => Math.round(quantity * 1000) / 1000
