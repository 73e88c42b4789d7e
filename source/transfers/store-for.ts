import type { FileStore } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';

/** The store that holds a place. The same object for all places of one store. */
export type StoreFor = (location: Location) => FileStore;
