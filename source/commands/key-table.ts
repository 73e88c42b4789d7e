import type { Command } from './command.ts';
import { COMMAND_GROUPS } from './finding.ts';
import { keyLabel } from './key-label.ts';

/** The page of all keys, as Markdown: printed from the commands themselves, so that it cannot be wrong for long. */
export function keyTable(commands: readonly Command[]): string {
  const lines = [
    '# Keys',
    '',
    'Printed from the commands of the program by `npm run docs:keys`; a test says when it is stale. Escape and then a digit is the F-key,',
    'without a deadline. In lists that lie over the panes the arrows move, Enter accepts and Escape closes.',
    '',
    'These are the keys of the preset `mc`. The setting `keys` takes `vim` or `letters` instead (letter twins before function keys);',
    '`keys.conf` beside `settings.json` binds others, by the names in the last column:',
    '',
    '    # command = key key …, or none',
    '    copy = Ctrl-Y F5',
    '    swap = none',
    '',
    'A line that cannot be used is told in the status bar with its number, and so is a key that is taken from another command.',
    'The keys of lists and questions have names too: `u1file keys` shows what a key sends, what is understood and which command it runs.',
    '',
  ];
  for (const group of COMMAND_GROUPS) {
    const shown = commands.filter((command) => command.layer === 'panes' && command.group === group);
    if (shown.length === 0) continue;
    lines.push(`## ${group}`, '', '| keys | what it does | name |', '| --- | --- | --- |');
    for (const { id, keys, title } of shown) lines.push(`| ${keys.map(keyCell).join(' ')} | ${title} | \`${id}\` |`);
    lines.push('');
  }
  lines.push('## Lists and questions', '', '| where | keys | what it does | name |', '| --- | --- | --- | --- |');
  for (const { id, keys, title, layer } of commands.filter((command) => command.layer !== 'panes')) {
    lines.push(`| ${layer} | ${keys.map(keyCell).join(' ')} | ${title} | \`${id}\` |`);
  }
  lines.push('');
  return lines.join('\n');
}

/** A key as code; a bar would end the table's cell, a backtick the code. */
function keyCell(key: string): string {
  const label = keyLabel(key).replaceAll('|', '\\|');
  return label.includes('`') ? `\`\` ${label} \`\`` : `\`${label}\``;
}
