import type { Job, TransferCommand } from '../domain/transfer.ts';

/** What a program with jobs tells another: one JSON object a line. */
export type ControlMessage =
  | { readonly type: 'job'; readonly job: Job }
  /** All jobs have been told; from here on come changes. */
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly reason: string };

const COMMANDS: Readonly<Record<TransferCommand['type'], readonly string[]>> = {
  add: ['spec'],
  cancel: ['jobId'],
  pause: ['jobId'],
  resume: ['jobId'],
  retry: ['jobId'],
  'move-up': ['jobId'],
  'move-down': ['jobId'],
  forget: ['jobId'],
  answer: ['questionId', 'answer'],
  'drain-all': [],
  'cancel-all': [],
  'pause-all': [],
  'resume-all': [],
  'retry-all': [],
  'forget-ended': [],
  limit: ['bytesPerSecond'],
  'files-at-once': ['count'],
};

export function toLine(message: ControlMessage | TransferCommand): string {
  return `${JSON.stringify(message)}\n`;
}

/** The command of a line; null for what is none. Who can reach the socket is this user, so the rest is trusted. */
export function commandOf(line: string): TransferCommand | null {
  const value = parse(line);
  if (value === null || !('type' in value) || typeof value.type !== 'string') return null;
  if (!Object.hasOwn(COMMANDS, value.type)) return null;
  const fields = COMMANDS[value.type as TransferCommand['type']];
  return fields.every((field) => Object.hasOwn(value, field)) ? (value as TransferCommand) : null;
}

/** The message of a line; null for what is none. */
export function messageOf(line: string): ControlMessage | null {
  const value = parse(line);
  if (value === null || !('type' in value)) return null;
  return value.type === 'job' || value.type === 'ready' || value.type === 'refused' ? (value as ControlMessage) : null;
}

function parse(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
