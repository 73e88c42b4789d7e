// Writes docs/keys.md from the command registry.
import { writeFileSync } from 'node:fs';
import { keyTable } from '../source/commands/key-table.ts';
import { createRegistry } from '../source/commands/registry.ts';

writeFileSync('docs/keys.md', keyTable(createRegistry().commands));
