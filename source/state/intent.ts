import type { AccountRow, Device } from '../domain/account-desk.ts';
import type { EditedFile } from '../domain/editing.ts';
import type { Location } from '../domain/location.ts';
import type { PublicFile } from '../domain/public-file.ts';
import type { JobSource } from '../domain/transfer.ts';

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
