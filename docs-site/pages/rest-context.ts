import type { Json } from '#scripts/bundle/json.ts'
import type { SdkMethod } from '#scripts/emit/sdk/resource-tree.ts'
import type { Sources } from '../sources.ts'

/** What the blocks of operations need. */
export interface RestContext extends Pick<Sources, 'examples' | 'problems'> {
  readonly schemas: Readonly<Record<string, Json>>
  /** The SDKs' methods, by operation. */
  readonly methods: ReadonlyMap<string, SdkMethod>
}
