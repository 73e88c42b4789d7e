/** What a remote store can, for those who must know before it is open. */
export const REMOTE_POWERS = { publish: true, quota: true, knowsHashes: true, keepsTimes: false } as const;
