import type { Location } from './location.ts';

/** What of a pane is there again at the next start. */
export interface RememberedPane {
  readonly location: Location;
  /** The name the cursor was on; null on `..`. */
  readonly cursorName: string | null;
  readonly sort: {
    readonly key: 'name' | 'size' | 'time' | 'kind';
    readonly isReversed: boolean;
    readonly isMixed?: boolean | undefined;
  };
  readonly showHidden: boolean;
  /** Where the pane was, the latest last, and where `back` came from. */
  readonly back: readonly Location[];
  readonly forward: readonly Location[];
}

/** How the panes were left when an account was in use. */
export interface RememberedPanes {
  readonly left: RememberedPane;
  readonly right: RememberedPane;
  readonly active: 'left' | 'right';
  readonly isSingle: boolean;
}
