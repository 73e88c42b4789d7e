import type { Command, CommandGroup } from './command.ts';
import { keyLabel } from './key-label.ts';

const GROUPS: readonly CommandGroup[] = ['Moving', 'Marking', 'Files', 'Panes', 'Showing', 'Program'];

/** The page of all keys, as Markdown: printed from the commands themselves, so that it cannot be wrong for long. */
export function keyTable(commands: readonly Command[]): string {
  const lines = [
    '# Keys',
    '',
    'Printed from the commands of the program by `npm run docs:keys`; a test says when it is stale. Escape and then a digit is the F-key,',
    'without a deadline. In lists that lie over the panes the arrows move, Enter accepts and Escape closes.',
    '',
  ];
  for (const group of GROUPS) {
    const shown = commands.filter((command) => command.layer === 'panes' && command.group === group);
    if (shown.length === 0) continue;
    lines.push(`## ${group}`, '', '| keys | what it does |', '| --- | --- |');
    for (const { keys, title } of shown) lines.push(`| ${keys.map(keyCell).join(' ')} | ${title} |`);
    lines.push('');
  }
  return lines.join('\n');
}

/** A key as code; a bar would end the table's cell, a backtick the code. */
function keyCell(key: string): string {
  const label = keyLabel(key).replaceAll('|', '\\|');
  return label.includes('`') ? `\`\` ${label} \`\`` : `\`${label}\``;
}
