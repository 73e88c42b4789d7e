import { accountCommands } from './accounts.ts';
import { bindKeys, type KeyWishes } from './bind-keys.ts';
import type { BarLayer } from '../state/layers.ts';
import { answeringCommands } from './answering.ts';
import { changingCommands } from './changing.ts';
import type { Command, CommandLayer } from './command.ts';
import { comparingCommands } from './comparing.ts';
import { copyingCommands } from './copying.ts';
import { detailsCommands } from './details.ts';
import { findCommands } from './find.ts';
import { editingCommands } from './editing.ts';
import { findingCommands } from './finding.ts';
import { goToCommands } from './go-to.ts';
import { goingCommands } from './going.ts';
import { listingCommands } from './listing.ts';
import { markingCommands } from './marking.ts';
import { measuringCommands } from './measuring.ts';
import { movingCommands } from './moving.ts';
import { placesCommands } from './places.ts';
import { programCommands } from './program.ts';
import { publishingCommands } from './publishing.ts';
import { settingsCommands } from './settings.ts';
import { sharingCommands } from './sharing.ts';
import { showingCommands } from './showing.ts';
import { transferListCommands } from './transfer-list.ts';
import { undoingCommands } from './undoing.ts';
import { viewingCommands } from './viewing.ts';

/** Every command there is, and who answers to which key. */
export interface Registry {
  readonly commands: readonly Command[];
  /** What in the person's key file could not be done, one sentence each. */
  readonly problems: readonly string[];
  /** The command of this key while the layer owns the keyboard. */
  find(layer: CommandLayer, key: string): Command | undefined;
  byId(id: string): Command | undefined;
  /** The command in a slot of the key bar, 1 to 10, while the panes or a viewer have the keyboard. */
  inBar(slot: number, layer?: BarLayer): Command | undefined;
}

/**
 * All commands of the program with the keys in force. Throws when two of one layer claim the same key: that is a bug in
 * the table, never a fault of the file.
 */
export function createRegistry(wishes: KeyWishes = { preset: 'mc', file: '' }): Registry {
  const base = [
    ...programCommands,
    ...movingCommands,
    ...goToCommands,
    ...goingCommands,
    ...placesCommands,
    ...findCommands,
    ...comparingCommands,
    ...markingCommands,
    ...listingCommands,
    ...viewingCommands,
    ...editingCommands,
    ...copyingCommands,
    ...changingCommands,
    ...sharingCommands,
    ...publishingCommands,
    ...undoingCommands,
    ...measuringCommands,
    ...accountCommands,
    ...settingsCommands,
    ...showingCommands,
    ...detailsCommands,
    ...transferListCommands,
    ...answeringCommands,
  ];
  const { commands, problems } = bindKeys([...base, ...findingCommands(() => commands)], wishes);
  const byKey = new Map<string, Command>();
  for (const command of commands) {
    for (const key of command.keys) {
      const slot = `${command.layer} ${key}`;
      if (byKey.has(slot)) throw new Error(`${command.id} and ${byKey.get(slot)?.id} both claim ${slot}`);
      byKey.set(slot, command);
    }
  }
  return {
    commands,
    problems,
    find: (layer, key) => byKey.get(`${layer} ${key}`),
    byId: (id) => commands.find((command) => command.id === id),
    inBar: (slot, layer = 'panes') => commands.find((command) => command.layer === layer && command.bar?.slot === slot),
  };
}
