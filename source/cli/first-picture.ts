import { homedir } from 'node:os';
import { parseLocalPath } from '../commands/target.ts';
import type { Entry } from '../domain/entry.ts';
import type { RecalledListing } from '../domain/listing-memory.ts';
import type { Location } from '../domain/location.ts';
import { currentAccountNow } from '../services/accounts.ts';
import { createListingMemory } from '../services/listing-memory.ts';
import { listAtOnce } from '../services/local/list-folder.ts';
import { readPanes } from '../services/panes-file.ts';
import { listingsFolder, programPaths, type ProgramPaths } from '../services/paths.ts';
import type { AppState } from '../state/app-state.ts';
import { reduce } from '../state/reduce.ts';
import { detectCapabilities } from '../terminal/capabilities.ts';
import { CellScreen } from '../terminal/cells.ts';
import { firstFrame } from '../ui/first-frame.ts';
import { labelOf } from './cli.ts';
import type { EarlyScreen } from './early-screen.ts';
import { firstState } from './first-state.ts';
import { readPreferences } from './preferences.ts';

/** Of a larger folder, or a slower one (milliseconds), so much is shown at once; the program itself reads all of it. */
const MOST_ENTRIES = 3000;
const LONGEST_LOOK = 25;

/**
 * Paints the screen with the names in both panes before Ink and the rest are loaded: the local folder as it is, the cloud's as it was
 * last seen. `args` are none or one folder (`bin/first-paint.js` has seen to that, and has opened the terminal's other screen). What is
 * typed from now on waits for the program. Null where the program had better tell why it cannot start.
 */
export async function paintFirstPicture(args: readonly string[]): Promise<EarlyScreen | null> {
  const { env, stdin, stdout } = process;
  const paths = programPaths(env, homedir());
  const account = currentAccountNow(paths.config, env);
  if (account === undefined) return null;
  const preferences = readPreferences(paths.config);
  const { settings, registry } = preferences;
  const label = labelOf(account);
  const folder = process.cwd();
  const left = args[0] === undefined ? undefined : parseLocalPath(args[0], folder, homedir());
  const panes = settings.restorePanes ? readPanes(paths.state, label.accountId) : null;
  const size = { columns: stdout.columns, rows: stdout.rows };
  const state = filled(firstState({ settings, size, label, left, folder, panes, home: homedir() }), (location) =>
    atHand(location, listingsFolder(paths)),
  );
  const { color, ascii, mouse, theme } = settings;
  const capabilities = detectCapabilities({ env, color, isAsciiWanted: ascii });
  // Before anything is asked of the terminal: it would write the answer, and what is typed, over the picture.
  stdin.setRawMode(true);
  const cells = new CellScreen({
    output: stdout,
    capabilities,
    inputModes: { mouse, kittyKeys: false },
    isOpen: true,
    asksBackground: theme === 'auto',
  });
  const draw = (drawn: AppState, before: string): void => {
    const frame = firstFrame(drawn, { registry, colors: capabilities.colors, now: Date.now() });
    cells.write(`${before}\u001b[?2026h\u001b[H\u001b[2J${frame}\u001b[?2026l`);
  };
  draw(state, '\u001b[?1049h\u001b[?25l');
  const whole = account === null ? await withFirstCloud(state, paths) : state;
  if (whole !== state) draw(whole, '');
  return { cells, state: whole, preferences };
}

/** What there is to show of a place without waiting for anybody. */
type AtHand =
  | { readonly type: 'pane/entries'; readonly entries: readonly Entry[] }
  | { readonly type: 'pane/recalled'; readonly listing: RecalledListing };

/** The state with what is at hand in both panes. */
function filled(state: AppState, look: (location: Location) => AtHand | null): AppState {
  return (['left', 'right'] as const).reduce((next, side) => {
    const { location, requestId } = next[side];
    const found = look(location);
    return found === null ? next : reduce(next, { ...found, side, requestId });
  }, state);
}

/** At the very first start: the state with the embedded cloud's volumes, which is made for that. */
async function withFirstCloud(state: AppState, paths: ProgramPaths): Promise<AppState> {
  const { location, requestId, listing } = state.right;
  if (location.side === 'local' || location.volume !== null || listing.length > 0) return state;
  const { firstListing } = await import('./first-cloud.ts');
  const made = await firstListing(paths, location);
  return made === null ? state : reduce(state, { type: 'pane/recalled', side: 'right', requestId, listing: made });
}

/** A local folder as it is, a cloud's as it was last seen. */
function atHand(location: Location, listings: string): AtHand | null {
  if (location.side === 'local') {
    const entries = listAtOnce(location.path, MOST_ENTRIES, LONGEST_LOOK);
    return entries && { type: 'pane/entries', entries };
  }
  const listing = createListingMemory(listings).recall(location);
  return listing && { type: 'pane/recalled', listing };
}
