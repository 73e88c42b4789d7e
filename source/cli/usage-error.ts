import type { Command, CommanderError } from 'commander';
import { AppError } from '../domain/app-error.ts';

/** What the parser of the arguments refuses, as an error that says what, why and what to do; status 2. */
export function usageError(program: Command, args: readonly string[], refusal: CommanderError): AppError {
  const [words = '', suggestion] = refusal.message.replace(/^error: /, '').split('\n');
  const meant = suggestion === undefined ? '' : `${suggestion.replace(/^\(|\)$/g, '')} `;
  const path = verbPath(program, args);
  const [first] = args;
  const isNoVerb = path.length === 0 && first !== undefined && /^[\w-]*\w$/.test(first) && !first.startsWith('-');
  // The panes took the word for a folder; whoever gives it a verb's options meant a verb.
  if (isNoVerb && refusal.code === 'commander.unknownOption') {
    return new AppError('usage', `there is no verb "${first}"`, { hint: 'u1file --help lists the verbs' });
  }
  const help = ['u1file', ...path, '--help'].join(' ');
  return new AppError('usage', words, { hint: `${meant}${help} shows how it is written` });
}

/** The names of the verb and the one below it, as far as they are known. */
function verbPath(program: Command, args: readonly string[]): readonly string[] {
  const [name, ...rest] = args.filter((arg) => !arg.startsWith('-'));
  const verb = program.commands.find((command) => command.name() === name || command.aliases().includes(name ?? ''));
  return verb === undefined ? [] : [verb.name(), ...verbPath(verb, rest)];
}
