import { homedir } from 'node:os';
import { parseLocalPath } from '../commands/target.ts';
import type { CloudLocation, LocalLocation } from '../domain/location.ts';
import { currentAccountNow } from '../services/accounts.ts';
import { createListingMemory } from '../services/listing-memory.ts';
import { listAtOnce } from '../services/local/list-folder.ts';
import { listingsFolder, programPaths } from '../services/paths.ts';
import type { AppState } from '../state/app-state.ts';
import { reduce } from '../state/reduce.ts';
import { detectCapabilities } from '../terminal/capabilities.ts';
import { CellScreen } from '../terminal/cells.ts';
import { firstFrame } from '../ui/first-frame.ts';
import { labelOf } from './cli.ts';
import type { EarlyScreen } from './early-screen.ts';
import { firstState } from './first-state.ts';
import { readPreferences } from './preferences.ts';

/** A larger folder, or a slower one (milliseconds), is read by the program itself, which shows the first rows while it reads on. */
const MOST_ENTRIES = 3000;
const LONGEST_LOOK = 25;

/**
 * Paints the screen with the names in both panes before Ink and the rest are loaded: the local folder as it is, the cloud's as it was
 * last seen. `args` are none or one folder (`bin/first-paint.js` has seen to that, and has opened the terminal's other screen). What is
 * typed from now on waits for the program. Null where the program had better tell why it cannot start.
 */
export function paintFirstPicture(args: readonly string[]): EarlyScreen | null {
  const { env, stdin, stdout } = process;
  const paths = programPaths(env, homedir());
  const account = currentAccountNow(paths.config, env);
  if (account === undefined) return null;
  const preferences = readPreferences(paths.config);
  const { settings, registry } = preferences;
  const label = labelOf(account);
  const left = parseLocalPath(args[0] ?? '.', process.cwd(), homedir());
  const size = { columns: stdout.columns, rows: stdout.rows };
  const state = filled(firstState({ settings, size, label, left, home: homedir() }), listingsFolder(paths));
  const { color, ascii, mouse, theme } = settings;
  const capabilities = detectCapabilities({ env, color, isAsciiWanted: ascii });
  const cells = new CellScreen({
    output: stdout,
    capabilities,
    inputModes: { mouse, kittyKeys: false },
    isOpen: true,
    asksBackground: theme === 'auto',
  });
  const frame = firstFrame(state, { registry, colors: capabilities.colors, now: Date.now() });
  cells.write(`\u001b[?1049h\u001b[?25l\u001b[?2026h${frame}\u001b[?2026l`);
  // Else the terminal would write what is typed over the picture.
  stdin.setRawMode(true);
  return { cells, state, preferences };
}

/** The state with what is at hand at once: the local folder, and the cloud's as it was last seen. */
function filled(state: AppState, listings: string): AppState {
  const { left, right } = state;
  const entries = listAtOnce((left.location as LocalLocation).path, MOST_ENTRIES, LONGEST_LOOK);
  const withLeft =
    entries === null
      ? state
      : reduce(state, { type: 'pane/entries', side: 'left', requestId: left.requestId, entries });
  const listing = createListingMemory(listings).recall(right.location as CloudLocation);
  if (listing === null) return withLeft;
  return reduce(withLeft, { type: 'pane/recalled', side: 'right', requestId: right.requestId, listing });
}
