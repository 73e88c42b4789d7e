import type { Location } from '../domain/location.ts';
import type { PublicFile } from '../domain/public-file.ts';
import type { JobKind, JobSource, TakenPolicy, TakenQuestion } from '../domain/transfer.ts';
import type { View } from '../domain/view.ts';
import type { AccountLayer } from './account-layers.ts';
import type { Amount } from './amount.ts';
import type { Completion } from './completion.ts';
import type { DetailsLayer } from './details-layer.ts';
import type { Choice, Intent } from './intent.ts';
import type { TextField } from './text-field.ts';

/** What has a key bar and a help of its own. */
export type BarLayer = 'panes' | 'viewer';

/** What lies over the panes, the top last. The top one owns the keyboard. */
export type Layer =
  /** `of` is whose commands; those of the panes where it is absent. */
  | { readonly type: 'help'; readonly filter: TextField; readonly cursor: number; readonly of?: BarLayer }
  | { readonly type: 'palette'; readonly filter: TextField; readonly cursor: number; readonly of?: BarLayer }
  /** Bookmarks, volumes and recent folders, for the pane of that side. */
  | { readonly type: 'places'; readonly side: 'left' | 'right'; readonly filter: TextField; readonly cursor: number }
  | {
      /** One line of text is asked for. */
      readonly type: 'prompt';
      readonly title: string;
      readonly label: string;
      readonly field: TextField;
      readonly error: string | null;
      readonly intent: Intent;
      /** What completes the line, where it is a path. */
      readonly completion?: Completion | undefined;
    }
  | {
      /** Yes or no; `mustType` asks for these words before yes counts. */
      readonly type: 'confirm';
      readonly title: string;
      readonly lines: readonly string[];
      readonly yes: string;
      readonly no: string;
      readonly isYes: boolean;
      readonly mustType: string | null;
      readonly field: TextField;
      readonly error: string | null;
      readonly intent: Intent;
      /** How much it is about; absent where that says nothing. */
      readonly amount?: Amount | undefined;
    }
  | {
      readonly type: 'transfer';
      readonly kind: Exclude<JobKind, 'delete'>;
      readonly sources: readonly JobSource[];
      /** Where the target text is understood from: the other pane's folder. */
      readonly base: Location;
      readonly field: TextField;
      readonly taken: TakenPolicy;
      /** Which of the two fields has the keyboard. */
      readonly focus: 'target' | 'taken';
      readonly amount: Amount;
      readonly error: string | null;
    }
  | {
      /** One of several answers; the first does nothing and is chosen at the start. */
      readonly type: 'choice';
      readonly title: string;
      readonly lines: readonly string[];
      readonly choices: readonly Choice[];
      readonly chosen: number;
    }
  /** Typed into the bottom line; the pane shows only what fits, at once. */
  | { readonly type: 'filter'; readonly field: TextField }
  /** Typed into the bottom line; the cursor goes to what fits, at once. After Enter `n` and `N` go on from there. */
  | { readonly type: 'jump'; readonly field: TextField; readonly origin: number; readonly isTyping: boolean }
  /** The settings, one a row. */
  | { readonly type: 'settings'; readonly cursor: number }
  | AccountLayer
  /** Waits for the letter of the order. */
  | { readonly type: 'sort' }
  | { readonly type: 'conflict'; readonly question: TakenQuestion; readonly choice: number; readonly forAll: boolean }
  | { readonly type: 'requests'; readonly cursor: number }
  | { readonly type: 'transfers'; readonly cursor: number }
  /** A public address; `qr` holds its code in half blocks, white on black, where that is wanted. */
  | {
      readonly type: 'address';
      readonly name: string;
      readonly url: string;
      readonly isCopied: boolean;
      readonly qr: readonly string[] | null;
    }
  /** Everything that is public; null while it is asked for. */
  | { readonly type: 'public-files'; readonly files: readonly PublicFile[] | null; readonly cursor: number }
  /** A file that is being viewed; it takes the whole screen. */
  | { readonly type: 'viewer'; readonly id: number; readonly source: JobSource; readonly view: View }
  /** Typed into the bottom line of the viewer below. */
  | { readonly type: 'view-ask'; readonly what: 'find' | 'find-back' | 'go'; readonly field: TextField }
  | DetailsLayer;

export type LayerType = Layer['type'];

/** The question about these sources; null once it is closed. */
export function layerAbout(layers: readonly Layer[], sources: readonly JobSource[]): Layer | null {
  return layers.find((layer) => isAbout(layer, sources)) ?? null;
}

/** True for the question about these sources. */
export function isAbout(layer: Layer, sources: readonly JobSource[]): layer is Extract<Layer, { amount?: Amount }> {
  if (layer.type === 'transfer') return layer.sources === sources;
  return layer.type === 'confirm' && layer.intent.type === 'delete' && layer.intent.sources === sources;
}

/** True for layers in which printable keys are text. */
export function takesText(layer: Layer): boolean {
  switch (layer.type) {
    case 'prompt':
    case 'palette':
    case 'help':
    case 'places':
    case 'filter':
    case 'view-ask':
    case 'sign-in':
      return true;
    case 'transfer':
      return layer.focus === 'target';
    case 'jump':
      return layer.isTyping;
    case 'confirm':
      return layer.mustType !== null;
    case 'sort':
    case 'choice':
    case 'conflict':
    case 'requests':
    case 'transfers':
    case 'details':
    case 'viewer':
    case 'address':
    case 'public-files':
    case 'accounts':
    case 'devices':
    case 'settings':
      return false;
  }
}
