import type { DetailsLayer } from './details-layer.ts';
import type { AccountRow, Device } from '../domain/account-desk.ts';
import type { Location } from '../domain/location.ts';
import type { EditedFile } from '../domain/editing.ts';
import type { PublicFile } from '../domain/public-file.ts';
import type { View } from '../domain/view.ts';
import type { JobKind, JobSource, TakenPolicy, TakenQuestion } from '../domain/transfer.ts';
import type { Completion } from './completion.ts';
import type { Amount } from './amount.ts';
import { editSignIn, type AccountLayer } from './account-layers.ts';
import { editText, type TextEdit, type TextField } from './text-field.ts';

/** What a question leads to when it is accepted; plain data, carried out by `commands/`. */
export type Intent =
  | { readonly type: 'make-folder'; readonly folder: Location }
  | { readonly type: 'rename'; readonly source: JobSource }
  | { readonly type: 'delete'; readonly sources: readonly JobSource[] }
  | { readonly type: 'go-to'; readonly side: 'left' | 'right' }
  | { readonly type: 'mark-mask'; readonly side: 'left' | 'right'; readonly isMarked: boolean }
  | { readonly type: 'find'; readonly side: 'left' | 'right' }
  | { readonly type: 'name-bookmark'; readonly location: Location }
  | { readonly type: 'quit'; readonly how: QuitMode }
  | { readonly type: 'view' | 'edit'; readonly source: JobSource }
  | { readonly type: 'open-with'; readonly source: JobSource; readonly command: string }
  /** The copy is here; `command` null is the editor. */
  | { readonly type: 'open-copied'; readonly edited: EditedFile; readonly command: string | null }
  | { readonly type: 'upload-edited'; readonly edited: EditedFile; readonly how: 'overwrite' | 'keep-both' }
  | { readonly type: 'stop-publishing'; readonly files: readonly PublicFile[] }
  | { readonly type: 'sign-out'; readonly account: AccountRow }
  | { readonly type: 'revoke-device'; readonly account: AccountRow; readonly device: Device }
  /** Lets all paused jobs go on. */
  | { readonly type: 'resume-all' };

/** What becomes of jobs under way when the program is left: done first, done by a process without a screen, or kept for later. */
export type QuitMode = 'finish' | 'background' | 'keep';

/** One answer of several; null closes the question and does nothing. */
export interface Choice {
  readonly label: string;
  readonly intent: Intent | null;
}

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

export type LayerAction =
  | { readonly type: 'layer/pushed'; readonly layer: Layer }
  /** A question that opens by itself: never over another layer, for it would take the keys meant for that one. */
  | { readonly type: 'layer/offered'; readonly layer: Layer }
  | { readonly type: 'layer/replaced'; readonly layer: Layer }
  | { readonly type: 'layer/popped' }
  | { readonly type: 'layer/edited'; readonly edit: TextEdit }
  /** What lies below these sources, for the question about them. */
  | { readonly type: 'layer/counted'; readonly sources: readonly JobSource[]; readonly amount: Amount }
  | { readonly type: 'layer/refused'; readonly reason: string }
  /** What the viewer of this number shows now; one that was closed is not opened again by it. */
  | { readonly type: 'layer/viewed'; readonly id: number; readonly view: View };

export function reduceLayers(layers: readonly Layer[], action: LayerAction): readonly Layer[] {
  const top = layers.at(-1);
  switch (action.type) {
    case 'layer/pushed':
      return [...layers, action.layer];
    case 'layer/offered':
      return [action.layer, ...layers];
    case 'layer/replaced':
      return [...layers.slice(0, -1), action.layer];
    case 'layer/popped':
      return layers.slice(0, -1);
    case 'layer/edited':
      return top === undefined ? layers : [...layers.slice(0, -1), edited(top, action.edit)];
    case 'layer/counted':
      return layers.map((layer) => (isAbout(layer, action.sources) ? { ...layer, amount: action.amount } : layer));
    case 'layer/refused':
      return top === undefined ? layers : [...layers.slice(0, -1), refused(top, action.reason)];
    case 'layer/viewed':
      return layers.map((layer) =>
        layer.type === 'viewer' && layer.id === action.id ? { ...layer, view: action.view } : layer,
      );
  }
}

/** The question about these sources; null once it is closed. */
export function layerAbout(layers: readonly Layer[], sources: readonly JobSource[]): Layer | null {
  return layers.find((layer) => isAbout(layer, sources)) ?? null;
}

function isAbout(layer: Layer, sources: readonly JobSource[]): layer is Extract<Layer, { amount?: Amount }> {
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

function edited(layer: Layer, edit: TextEdit): Layer {
  switch (layer.type) {
    case 'prompt':
      return { ...layer, ...unpicked(layer.completion), field: editText(layer.field, edit), error: null };
    case 'confirm':
    case 'transfer':
      return { ...layer, field: editText(layer.field, edit), error: null };
    case 'filter':
    case 'jump':
    case 'view-ask':
      return { ...layer, field: editText(layer.field, edit) };
    case 'help':
    case 'palette':
    case 'places':
      return { ...layer, filter: editText(layer.filter, edit), cursor: 0 };
    case 'sign-in':
      return editSignIn(layer, edit);
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
      return layer;
  }
}

function unpicked(completion: Completion | undefined): { readonly completion?: Completion } {
  return completion === undefined ? {} : { completion: { ...completion, chosen: -1, isWanted: false } };
}

function refused(layer: Layer, reason: string): Layer {
  return layer.type === 'prompt' || layer.type === 'confirm' || layer.type === 'transfer'
    ? { ...layer, error: reason }
    : layer;
}
