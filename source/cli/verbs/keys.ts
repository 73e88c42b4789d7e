import type { Command } from 'commander';
import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import { AppError } from '../../domain/app-error.ts';
import type { InputEvent } from '../../keys/events.ts';
import { readSettings } from '../../services/settings.ts';
import { createKeyReader } from '../../terminal/key-reader.ts';
import type { Cli } from '../cli.ts';
import { readPreferences } from '../preferences.ts';

/** `keys`: shows what arrives from the terminal and what was understood, for terminals that send odd keys. */
export function addKeysVerb(program: Command, cli: Cli): void {
  program
    .command('keys')
    .description('show what each key sends and what is understood; Ctrl-C ends it')
    .addHelpText('after', '\nExample:\n  $ u1file keys')
    .action(async () => showKeys(cli));
}

async function showKeys({ stdin, output, signal, paths }: Cli): Promise<void> {
  if (!stdin.isTTY) throw new AppError('usage', 'keys come from a terminal, standard input is none');
  const { registry, problems } = readPreferences(paths.config, readSettings);
  const done = Promise.withResolvers<void>();
  let bytes = '';
  const onEvents = (events: readonly InputEvent[]): void => {
    for (const event of events) {
      output.line(`${bytes.padEnd(24)}  ${eventWords(event, registry)}`);
      bytes = '';
      if (event.type === 'key' && event.key === 'ctrl+c') done.resolve();
    }
  };
  const reader = createKeyReader({ input: stdin, onEvents });
  stdin.prependListener('data', (chunk: Buffer) => (bytes += visible(chunk)));
  for (const problem of problems) output.note(problem);
  output.note('press keys; Ctrl-C ends');
  reader.start();
  signal.addEventListener('abort', () => done.resolve(), { once: true });
  await done.promise;
  reader.stop();
}

function eventWords(event: InputEvent, registry: Registry): string {
  switch (event.type) {
    case 'key':
      return `${keyLabel(event.key).padEnd(14)}  ${commandWords(event.key, registry)}`;
    case 'paste':
      return `paste of ${event.text.length} characters`;
    case 'mouse':
      return `mouse ${event.action} at column ${event.column + 1}, row ${event.row + 1}`;
    case 'reply':
      return 'an answer of the terminal, nobody pressed it';
  }
}

/** The command that the key runs: in the panes, else in the lists and questions over them. */
function commandWords(key: string, registry: Registry): string {
  const inPanes = registry.find('panes', key);
  if (inPanes !== undefined) return `${inPanes.title} (${inPanes.id})`;
  const elsewhere = registry.commands.filter(({ keys }) => keys.includes(key)).map(({ id }) => id);
  return elsewhere.length === 0 ? 'not bound' : `not bound in the panes; ${elsewhere.join(', ')}`;
}

/** Bytes as a person can read them: printable ones as they are, the others in hex. */
function visible(chunk: Buffer): string {
  return Array.from(chunk, (byte) => {
    if (byte === 0x1b) return 'ESC ';
    return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `${byte.toString(16).padStart(2, '0')} `;
  }).join('');
}
