import type { ErrorRecord } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import type { Quota } from '../domain/file-store.ts';
import type { RecalledListing } from '../domain/listing-memory.ts';
import type { Location } from '../domain/location.ts';
import type { Found } from './found.ts';
import type { Measured } from './measured.ts';
import type { PaneSide } from './pane.ts';
import type { SortKey } from './sort.ts';
import type { Way } from './visited.ts';

/** What can happen to a pane. What carries a request's number is dropped where the pane asks for another folder by then. */
export type PaneAction =
  | {
      readonly type: 'pane/opened';
      readonly side: PaneSide;
      readonly location: Location;
      readonly requestId: number;
      /** The name to put the cursor on; the present one when the folder is the same. */
      readonly wantedName: string | null;
      /** How it got there; `new` when absent. */
      readonly through?: Way | undefined;
    }
  | {
      readonly type: 'pane/entries';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly entries: readonly Entry[];
    }
  /** What the folder held when it was last seen, shown until its answer has come. */
  | {
      readonly type: 'pane/recalled';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly listing: RecalledListing;
    }
  | { readonly type: 'pane/loaded'; readonly side: PaneSide; readonly requestId: number }
  | { readonly type: 'pane/failed'; readonly side: PaneSide; readonly requestId: number; readonly error: ErrorRecord }
  /** Shows what is found below the folder; it comes as entries named by their paths. */
  | { readonly type: 'pane/find'; readonly side: PaneSide; readonly requestId: number; readonly query: string }
  | {
      readonly type: 'pane/found';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly found: Partial<Found>;
    }
  /** A folder below, read again while what was found is shown. */
  | {
      readonly type: 'pane/rechecked';
      readonly side: PaneSide;
      readonly requestId: number;
      readonly folderPath: string;
      readonly entries: readonly Entry[];
    }
  /** What an act made of an entry of this pane, as its store answered: it shows before the folder is read again. */
  | { readonly type: 'pane/changed'; readonly side: PaneSide; readonly entry: Entry }
  /** What was counted below a folder of this pane's folder, so far or in all. */
  | {
      readonly type: 'pane/measured';
      readonly side: PaneSide;
      readonly folder: Location;
      readonly name: string;
      readonly measured: Measured;
      readonly isDone: boolean;
    }
  | { readonly type: 'pane/quota'; readonly side: PaneSide; readonly quota: Quota }
  | { readonly type: 'pane/cursor'; readonly side: PaneSide; readonly to: number }
  | {
      readonly type: 'pane/mark';
      readonly side: PaneSide;
      readonly names: readonly string[];
      readonly isMarked: boolean;
    }
  /** The range from where it began on to this row; a row past an end takes the range to the end. */
  | { readonly type: 'pane/range'; readonly side: PaneSide; readonly to: number }
  | { readonly type: 'pane/sorted'; readonly side: PaneSide; readonly key: SortKey }
  | { readonly type: 'pane/reversed' | 'pane/mixed'; readonly side: PaneSide }
  | { readonly type: 'pane/hidden'; readonly side: PaneSide }
  | { readonly type: 'pane/filtered'; readonly side: PaneSide; readonly filter: string };
