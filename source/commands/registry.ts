import { answeringCommands } from './answering.ts';
import { changingCommands } from './changing.ts';
import type { Command, CommandLayer } from './command.ts';
import { copyingCommands } from './copying.ts';
import { findingCommands } from './finding.ts';
import { goingCommands } from './going.ts';
import { listingCommands } from './listing.ts';
import { markingCommands } from './marking.ts';
import { movingCommands } from './moving.ts';
import { programCommands } from './program.ts';
import { sharingCommands } from './sharing.ts';
import { showingCommands } from './showing.ts';
import { undoingCommands } from './undoing.ts';

/** Every command there is, and who answers to which key. */
export interface Registry {
  readonly commands: readonly Command[];
  /** The command of this key while the layer owns the keyboard. */
  find(layer: CommandLayer, key: string): Command | undefined;
  byId(id: string): Command | undefined;
  /** The command in a slot of the key bar, 1 to 10. */
  inBar(slot: number): Command | undefined;
}

/** All commands of the program. Throws when two of one layer claim the same key: that is a bug in the table. */
export function createRegistry(): Registry {
  const base = [
    ...programCommands,
    ...movingCommands,
    ...goingCommands,
    ...markingCommands,
    ...listingCommands,
    ...copyingCommands,
    ...changingCommands,
    ...sharingCommands,
    ...undoingCommands,
    ...showingCommands,
    ...answeringCommands,
  ];
  const commands: readonly Command[] = [...base, ...findingCommands(base)];
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
    find: (layer, key) => byKey.get(`${layer} ${key}`),
    byId: (id) => commands.find((command) => command.id === id),
    inBar: (slot) => commands.find((command) => command.bar?.slot === slot),
  };
}
