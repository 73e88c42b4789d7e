import { folderText, isSameLocation, isWithin, parentOf, type Location } from '../domain/location.ts';
import type { JobSource, TakenPolicy } from '../domain/transfer.ts';
import type { AppState } from '../state/app-state.ts';
import { knownAmount } from '../state/amount.ts';
import { activePane, otherSide, selectedSources } from '../state/selectors.ts';
import { textField } from '../state/text-field.ts';
import { whyNothingSelected } from './why-nothing.ts';
import type { Command, CommandContext } from './command.ts';
import { countBelow } from './count-below.ts';

/** The policies in the order in which Tab goes through them; the first asks and so destroys nothing. */
export const TAKEN_POLICIES: readonly TakenPolicy[] = ['ask', 'skip', 'keep-both', 'newer', 'resume', 'overwrite'];

/** The commands that copy and move between the panes: one dialog, then a job. */
export const copyingCommands: readonly Command[] = [
  {
    id: 'copy',
    title: 'Copy to the other pane',
    group: 'Files',
    layer: 'panes',
    keys: ['f5', 'c'],
    bar: { slot: 5, label: 'Copy' },
    whyDisabled: whyNotTransfer,
    run: (context) => askTransfer(context, 'copy'),
  },
  {
    id: 'move',
    title: 'Move to the other pane',
    group: 'Files',
    layer: 'panes',
    keys: ['f6', 'm'],
    bar: { slot: 6, label: 'Move' },
    whyDisabled: (state) => whyNotTransfer(state) ?? whyNotMove(state),
    run: (context) => askTransfer(context, 'move'),
  },
];

function whyNotTransfer(state: AppState): string | null {
  const nothing = whyNothingSelected(state);
  if (nothing !== null) return nothing;
  const target = state[otherSide(state.active)].location;
  if (target.side === 'cloud' && target.volume === null) return 'Open a volume in the other pane first';
  const sources = selectedSources(activePane(state));
  for (const { location, entry } of sources) {
    // A single one can have another name there.
    if (sources.length > 1 && isIn(location, target)) return 'Both panes show the same folder';
    if (isWithin(target, location)) return `${entry.name} cannot go into itself`;
  }
  return null;
}

function isIn(location: Location, folder: Location): boolean {
  const parent = parentOf(location);
  return parent !== null && isSameLocation(parent, folder);
}

function whyNotMove(state: AppState): string | null {
  const hasVolume = selectedSources(activePane(state)).some(({ entry }) => entry.kind === 'volume');
  return hasVolume ? 'A volume cannot be moved; copy what is in it' : null;
}

function askTransfer(context: CommandContext, kind: 'copy' | 'move'): void {
  const state = context.getState();
  const base = state[otherSide(state.active)].location;
  const sources = selectedSources(activePane(state));
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'transfer',
      kind,
      sources,
      base,
      field: textField(folderText(base) + newNameIn(base, sources)),
      taken: state.settings.takenNames,
      focus: 'target',
      amount: knownAmount(sources),
      error: null,
    },
  });
  void countBelow(context, sources);
  void showQuota(context, base);
}

/** Where a single one would go onto itself its name stands there to be changed; nothing otherwise. */
function newNameIn(base: Location, sources: readonly JobSource[]): string {
  const [first] = sources;
  return first !== undefined && isIn(first.location, base) ? first.entry.name : '';
}

/** How full the cloud is may be other than when its pane was read. */
async function showQuota(context: CommandContext, base: Location): Promise<void> {
  if (base.side === 'local') return;
  const quota = await context
    .storeFor(base)
    .quota?.()
    .catch(() => null);
  for (const side of ['left', 'right'] as const) {
    const { location } = context.getState()[side];
    const isThere = location.side === 'cloud' && location.account === base.account;
    if (quota && isThere) context.dispatch({ type: 'pane/quota', side, quota });
  }
}
