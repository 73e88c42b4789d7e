import { execFileSync } from 'node:child_process';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { quotedForBash, unquoted } from '../../source/cli/completion/scripts.ts';
import { wantedFor, type Wanted } from '../../source/cli/completion/wanted.ts';
import { composeCli } from '../../source/cli/compose.ts';
import { createInterruption } from '../../source/cli/interruption.ts';
import { createOutput } from '../../source/cli/output.ts';
import { createProgram } from '../../source/cli/program.ts';
import { addVerbs } from '../../source/cli/verb-families.ts';

const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
const program = createProgram(null);
await addVerbs(program, composeCli({ output, interruption: createInterruption() }), undefined);

/** What is offered after this text; its words are parted by single blanks. */
function offered(line: string): Wanted {
  return wantedFor(program, line.split(' ').slice(1));
}

describe('what a command line is completed with', () => {
  it('are the verbs, which are all that help names, and the folders of the first pane', () => {
    const { words, places } = offered('u1file ');
    const help = Array.from(program.helpInformation().matchAll(/^ {2}([a-z-]+(?:\|[a-z]+)?) /gm), ([, name]) => name);
    const verbs = help.flatMap((name) => name?.split('|') ?? []).filter((name) => words.includes(name));
    expect(words).toEqual(verbs);
    expect(words).toEqual(expect.arrayContaining(['login', 'ls', 'put', 'completion']));
    expect(words).not.toContain('__complete');
    expect(places).toEqual(['folders']);
    expect(offered('u1file docs te').places).toEqual(['cloud']);
    expect(offered('u1file jobs p').words).toEqual(expect.arrayContaining(['pause', 'retry']));
    expect(offered('u1file completion ').words).toEqual(['bash', 'zsh', 'fish']);
  });

  it.each<[string, readonly Wanted['places'][number][]]>([
    ['u1file put a', ['local']],
    ['u1file put --quiet a b', ['local', 'cloud']],
    ['u1file put --limit 2M a', ['local']],
    ['u1file get ', ['cloud']],
    ['u1file get testing/a ', ['local', 'cloud']],
    ['u1file sync ./ cloud:t', ['local', 'cloud']],
    ['u1file rm testing/a t', ['cloud']],
    ['u1file rm -- -', ['cloud']],
    ['u1file delete-volume ', ['volumes']],
    ['u1file create-volume ', []],
    ['u1file admin backup ', ['folders']],
    ['u1file serve --data s', ['local']],
    ['u1file list --server ', []],
  ])('after %j are places %j', (line, places) => {
    expect(offered(line).places).toEqual(places);
  });

  it('are options after a dash, and their values', () => {
    expect(offered('u1file list -').words).toEqual(['--json', '--quiet', '--server', '--long', '--all', '--help']);
    expect(offered('u1file --color ').words).toContain('truecolor');
    expect(offered('u1file --theme=d').words).toContain('--theme=dark');
    expect(offered('u1file list --server https://cloud.example.org t').server).toBe('https://cloud.example.org');
  });
});

it('takes words as they are typed for what the shell would', () => {
  // oxlint-disable-next-line no-control-regex -- bash writes control characters in a way that nobody types
  const texts = naughtyStrings.filter((text) => text !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(text));
  // Elsewhere bash writes all but ASCII in that way too.
  const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } } as const;
  const quoted = execFileSync('bash', ['-c', 'printf "%q\\n" "$@"', 'bash', ...texts], options);
  const words = quoted.split('\n').slice(0, -1);
  const plain = words.map((word, at) => [word, texts[at] ?? ''] as const).filter(([word]) => !word.startsWith("$'"));
  expect(plain.length).toBeGreaterThan(400);
  for (const [word, text] of plain) expect(unquoted(word)).toBe(text);
  for (const text of texts) {
    expect(unquoted(`'${text.replaceAll("'", String.raw`'\''`)}'`)).toBe(text);
    expect(unquoted(`"${text.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`)).toBe(text);
  }
  const offeredToBash = texts.map((text) => quotedForBash(text, ''));
  const read = execFileSync('bash', ['-c', `printf '%s\\n' ${offeredToBash.join(' ')}`], options);
  expect(read.split('\n').slice(0, -1)).toEqual(texts);
  expect(['a$(b)', 'a`b`', 'a b'].map((text) => quotedForBash(text, '"a'))).toEqual([null, null, 'a b']);
  expect([unquoted("it\\'s"), unquoted('"Ubuntu O'), unquoted("'Ubuntu O")]).toEqual(["it's", 'Ubuntu O', 'Ubuntu O']);
});
