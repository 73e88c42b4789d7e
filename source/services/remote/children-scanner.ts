import { AppError } from '../../domain/app-error.ts';
import { parseJson } from '../http/answer-body.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

export interface ChildrenScanner {
  /** Takes the next bytes and answers the elements of `children` that are whole by now. They may be a chunk's view. */
  push(chunk: Uint8Array): readonly unknown[];
  /** The object with its children left out. @throws AppError `bad-answer` when it is not whole, or no JSON */
  end(): unknown;
}

/** What is open where the bytes at hand ended. */
interface State {
  inChildren: boolean;
  /** Braces and brackets open: of the whole outside `children`, of the element within. */
  depth: number;
  inString: boolean;
  isEscaped: boolean;
  /** The last string at the top level, as raw bytes. */
  text: string;
  /** The key whose value comes now. */
  key: string;
}

/**
 * Takes a JSON object apart while it arrives: the elements of its top-level `children`, then the rest. Only braces,
 * brackets and quotes are looked at here; every piece is then parsed, and judged, by JSON.parse.
 */
export function createChildrenScanner(): ChildrenScanner {
  const state: State = { inChildren: false, depth: 0, inString: false, isEscaped: false, text: '', key: '' };
  const head: Buffer[] = [];
  let partial: Buffer[] = [];

  function takeChildren(bytes: Buffer): { elements: readonly unknown[]; rest: Buffer } {
    const { whole, end } = scanChildren(bytes, state);
    let elements: readonly unknown[] = [];
    if (whole > 0) {
      elements = parseElements(Buffer.concat([...partial, bytes.subarray(0, whole)]));
      partial = [];
    }
    // A copy, since whoever gave the chunk may use it again.
    if (whole < end) partial.push(Buffer.from(bytes.subarray(whole, end)));
    return { elements, rest: bytes.subarray(end) };
  }

  return {
    push(chunk) {
      let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let found: readonly unknown[] = [];
      while (rest.length > 0) {
        if (state.inChildren) {
          const { elements, rest: left } = takeChildren(rest);
          found = found.length === 0 ? elements : [...found, ...elements];
          rest = left;
        } else {
          const end = scanHead(rest, state);
          head.push(Buffer.from(rest.subarray(0, end)));
          rest = rest.subarray(end);
        }
      }
      return found;
    },
    end: () => parseJson(Buffer.concat(head).toString('utf8')),
  };
}

/** Goes on outside `children`; answers the index after its opening bracket, or the length. */
function scanHead(bytes: Buffer, state: State): number {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (state.inString) {
      passString(byte, state);
      if (state.inString && state.depth === 1) state.text += String.fromCharCode(byte);
    } else if (byte === QUOTE) {
      state.inString = true;
      state.text = '';
    } else if (byte === OPEN_BRACKET && state.depth === 1 && state.key === 'children') {
      state.inChildren = true;
      state.depth = 0;
      return at + 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) state.depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) state.depth -= 1;
    else if (state.depth === 1 && byte === COLON) state.key = state.text;
    else if (state.depth === 1 && byte === COMMA) state.key = '';
  }
  return bytes.length;
}

/** Goes on within `children`; `whole` is the index after the last element that ended, `end` that of the closing bracket. */
function scanChildren(bytes: Buffer, state: State): { whole: number; end: number } {
  let whole = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (state.inString) passString(byte, state);
    else if (byte === QUOTE && state.depth > 0) state.inString = true;
    else if (byte === OPEN_BRACE || (byte === OPEN_BRACKET && state.depth > 0)) state.depth += 1;
    else if (state.depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) {
      state.depth -= 1;
      if (state.depth === 0) whole = at + 1;
    } else if (byte === CLOSE_BRACKET) {
      // The bracket itself is the head's to close.
      Object.assign(state, { inChildren: false, depth: 2, key: '' });
      return { whole, end: at };
    } else if (state.depth === 0 && byte > SPACE && byte !== COMMA) {
      throw new AppError('bad-answer', 'The children of the answer are no nodes');
    }
  }
  return { whole, end: bytes.length };
}

function passString(byte: number, state: State): void {
  if (state.isEscaped) state.isEscaped = false;
  else if (byte === BACKSLASH) state.isEscaped = true;
  else if (byte === QUOTE) state.inString = false;
}

/** Elements with commas between them, perhaps one before. */
function parseElements(bytes: Buffer): readonly unknown[] {
  const text = bytes.toString('utf8').replace(/^[\s,]+/, '');
  const elements = parseJson(`[${text}]`);
  return Array.isArray(elements) ? elements : [];
}
