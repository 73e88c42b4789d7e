import type { ErrorRecord } from './app-error.ts';

/** What and why in one line: the path it is about, the words, the status code and the oops ID where there is one. */
export function errorWords(error: Pick<ErrorRecord, 'message' | 'path' | 'status' | 'oopsId'>): string {
  const { message, path, status, oopsId } = error;
  const about = path === undefined || path === '' || message.startsWith(`${path} is `) ? '' : `${path}: `;
  const code = status === undefined || message.includes(String(status)) ? '' : ` (${status})`;
  return `${about}${message}${code}${oopsId === undefined ? '' : `, oops ID ${oopsId}`}`;
}

/** As `errorWords`, then the hint. */
export function errorWithHint(error: ErrorRecord): string {
  return error.hint === undefined ? errorWords(error) : `${errorWords(error)}; ${error.hint}`;
}
