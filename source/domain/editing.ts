import type { LocalLocation } from './location.ts';
import type { JobSource } from './transfer.ts';

/** A program that gets the terminal until it ends. */
export type TerminalProgram =
  | { readonly type: 'shell'; readonly folder: string }
  /** `command` null takes the person's editor. */
  | { readonly type: 'open'; readonly command: string | null; readonly file: string };

/** How a program on the terminal ended. */
export interface ProgramEnd {
  /** What was run, as a person would write it. */
  readonly name: string;
  /** Its exit status; null when a signal ended it. */
  readonly status: number | null;
}

/** A file of the cloud that is edited in a copy on this machine. */
export interface EditedFile {
  /** The file in the cloud, as it was when it was copied. */
  readonly source: JobSource;
  /** The copy. It is alone in a folder that only this user can enter. */
  readonly copy: LocalLocation;
  /** `sha1:…` of the copy before it was edited. */
  readonly hash: string;
}
