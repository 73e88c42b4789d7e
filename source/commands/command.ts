import type { PreferenceFile, Settings } from '../domain/settings.ts';
import type { AccountDesk } from '../domain/account-desk.ts';
import type { FileStore } from '../domain/file-store.ts';
import type { ListingMemory } from '../domain/listing-memory.ts';
import type { Places, PlacesChange } from '../domain/places.ts';
import type { ProgramEnd, TerminalProgram } from '../domain/editing.ts';
import type { LocalLocation, Location } from '../domain/location.ts';
import type { JobSource, TransferEngine } from '../domain/transfer.ts';
import type { ViewAct } from '../domain/view.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import type { QuitMode } from '../state/intent.ts';
import type { LayerType } from '../state/layers.ts';
import type { PaneSide } from '../state/pane.ts';

/** What a command may do to the world; made by `cli/compose`, by tests, and nowhere else. */
export interface CommandContext {
  getState(): AppState;
  dispatch(action: AppAction): void;
  storeFor(location: Location): FileStore;
  readonly engine: TransferEngine;
  readonly accounts: AccountDesk;
  /** What cloud folders held when they were last seen. */
  readonly memory: ListingMemory;
  /** A new signal for the next one of its kind; the one before is fired, so that a late answer is never waited for. */
  takeTurn(turn: Turn): AbortSignal;
  /** A number that was not there before. */
  nextNumber(): number;
  /** An id that was not there before, across programs and runs. */
  newId(): string;
  /** Makes the change in the file that all programs of this person share, and answers what it holds then. */
  changePlaces(change: PlacesChange): Promise<Places>;
  /** Puts text into the clipboard of the terminal the person sits at; false where it is too long for that. */
  copyText(text: string): boolean;
  /** Hands the terminal to this program until it ends. @throws AppError `not-found` when there is none to run */
  runInTerminal(program: TerminalProgram): Promise<ProgramEnd>;
  /** A new folder on this machine for a copy that nobody else may read. */
  makeCopyFolder(): Promise<LocalLocation>;
  /** Takes a file on this machine away from everybody else. */
  makePrivate(file: LocalLocation): Promise<void>;
  /** False where the screen has ASCII alone. */
  readonly hasBlocks: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /** Reads the file into the viewer layer of this number, which is open already. */
  openView(source: JobSource, id: number): void;
  /** Does this in the viewer. */
  steerView(act: ViewAct): void;
  /** Stops reading for the viewer. */
  closeView(): void;
  /** Writes these settings into their file; they are in force at once. */
  changeSettings(change: Partial<Settings>): Promise<void>;
  /** The file of the settings or of the keys, made where it is missing. */
  preferenceFile(file: PreferenceFile): Promise<LocalLocation>;
  /** Ends the program; the terminal is put back by whoever mounted it. */
  quit(how: QuitMode): void;
  /** Hands the terminal back to the shell until it says go on. */
  suspend(): void;
}

/** What is asked for again and again, only the last of it wanted: the folder of a pane, the list of volumes. */
export type Turn =
  | PaneSide
  | 'volumes'
  | 'go-to'
  | 'complete'
  | 'link'
  | 'compare'
  | 'compare-again'
  | 'details'
  | 'hash'
  | `${PaneSide}-sizes`;

export type CommandLayer = LayerType | 'panes';

/** Where a command stands in the help screen. */
export type CommandGroup = 'Moving' | 'Marking' | 'Files' | 'Panes' | 'Showing' | 'Program' | 'Questions';

/** One thing a person can do. The registry feeds the key map, the key bar, help, the palette and the docs. */
export interface Command {
  readonly id: string;
  /** A short sentence without a subject: `Copy to the other pane`. */
  readonly title: string;
  readonly group: CommandGroup;
  readonly layer: CommandLayer;
  /** As `keys/` names them (`f5`, `ctrl+r`, `G`); the first is the one shown. None: it is run from the palette. */
  readonly keys: readonly string[];
  /** The slot 1 to 10 of the key bar and the word there. */
  readonly bar?: { readonly slot: number; readonly label: string };
  /** Why it cannot run now, as a sentence for the status bar; null when it can. */
  readonly whyDisabled?: (state: AppState) => string | null;
  run(context: CommandContext): void;
}
