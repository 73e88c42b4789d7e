import type { AccountRow } from '../domain/account-desk.ts';
import type { ErrorRecord } from '../domain/app-error.ts';
import { errorWithHint } from '../domain/error-words.ts';
import { signInFields, signInLayer, type SignInLayer } from '../state/account-layers.ts';
import type { Intent } from '../state/intent.ts';
import { textField } from '../state/text-field.ts';
import { showAccounts, showDevices, signIn, useAccount } from './account-acts.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { listSteps } from './list-steps.ts';
import { toRecord } from './open-folder.ts';

/** Accounts and servers: the list, the form to sign in with, and who has access. */
export const accountCommands: readonly Command[] = [
  {
    id: 'account',
    title: 'Accounts and servers: sign in, switch, sign out, devices',
    group: 'Program',
    layer: 'panes',
    keys: ['f9', 'a'],
    bar: { slot: 9, label: 'Account' },
    run: (context) => attempt(context, async () => showAccounts(context)),
  },
  ...listSteps('accounts', (_, shown) => (shown.type === 'accounts' ? shown.rows.length : 0)),
  onAccount('accounts-use', 'Work with this account', ['enter'], (context, account) => {
    context.dispatch({ type: 'layer/popped' });
    attempt(context, async () => useAccount(context, account));
  }),
  on('accounts', {
    id: 'accounts-sign-in',
    title: 'Sign in to a server',
    keys: ['n', 'insert', 'f7'],
    run: (context) => context.dispatch({ type: 'layer/pushed', layer: signInLayer(null) }),
  }),
  onAccount('accounts-devices', 'Who has access to the account', ['i', 'f3', 'right'], (context, account) => {
    if (account.kind === 'embedded') say(context, 'The embedded cloud is of this machine alone');
    else attempt(context, async () => showDevices(context, account));
  }),
  onAccount('accounts-sign-out', 'Sign out', ['d', 'delete', 'f8'], askSignOut),
  on('sign-in', { id: 'sign-in-accept', title: 'Next field; sign in at the last', keys: ['enter'], run: acceptSignIn }),
  on('sign-in', {
    id: 'sign-in-next',
    title: 'Next field',
    keys: ['tab', 'down'],
    run: (context, layer) => focus(context, layer, 1),
  }),
  on('sign-in', {
    id: 'sign-in-previous',
    title: 'Previous field',
    keys: ['shift+tab', 'up'],
    run: (context, layer) => focus(context, layer, -1),
  }),
  on('sign-in', {
    id: 'sign-in-close',
    title: 'Close',
    keys: ['esc', 'f10'],
    run(context, { why, fields }) {
      context.dispatch({ type: 'layer/popped' });
      if (why !== null) context.dispatch({ type: 'sign-in/declined', email: fields.email.text });
    },
  }),
  ...listSteps('devices', (_, shown) => (shown.type === 'devices' ? (shown.devices?.length ?? 0) : 0)),
  on('devices', {
    id: 'devices-revoke',
    title: 'Take the access back',
    keys: ['d', 'delete', 'f8'],
    run(context, { account, devices, cursor }) {
      const device = devices?.[cursor];
      if (device === undefined) return;
      if (device.isThis) say(context, 'That is this program: sign out instead');
      else {
        const lines = [`${device.name}, since ${device.createdAt}`, 'It has to sign in again after that.'];
        const intent = { type: 'revoke-device', account, device } as const;
        ask(context, { title: 'Take the access back', lines, yes: 'Take back', intent });
      }
    },
  }),
];

function onAccount(
  id: string,
  title: string,
  keys: readonly string[],
  act: (context: CommandContext, account: AccountRow) => void,
): Command {
  return on('accounts', {
    id,
    title,
    keys,
    run(context, { rows, cursor }) {
      const account = rows[cursor];
      if (account !== undefined) act(context, account);
    },
  });
}

function askSignOut(context: CommandContext, account: AccountRow): void {
  if (account.kind === 'embedded') say(context, 'The embedded cloud needs no sign-in');
  else if (account.kind === 'environment') say(context, 'This account comes with U1FILE_TOKEN');
  else {
    const lines = [
      `${account.email} at ${account.server}`,
      'The server takes this access back; files stay as they are.',
    ];
    ask(context, { title: 'Sign out', lines, yes: 'Sign out', intent: { type: 'sign-out', account } });
  }
}

interface Question {
  readonly title: string;
  readonly lines: readonly string[];
  readonly yes: string;
  readonly intent: Intent;
}

function ask(context: CommandContext, question: Question): void {
  const rest = { no: 'Keep', isYes: false, mustType: null, field: textField(), error: null };
  context.dispatch({ type: 'layer/pushed', layer: { type: 'confirm', ...question, ...rest } });
}

/** Enter goes to the next field that is empty; with none left it signs in. */
function acceptSignIn(context: CommandContext, layer: SignInLayer): void {
  if (layer.isBusy) return;
  const empty = signInFields(layer).find((name) => layer.fields[name].text.trim() === '');
  if (empty === undefined) void signIn(context, layer);
  else context.dispatch({ type: 'layer/replaced', layer: { ...layer, focus: empty } });
}

function focus(context: CommandContext, layer: SignInLayer, step: 1 | -1): void {
  const names = signInFields(layer);
  const at = names.indexOf(layer.focus) + step + names.length;
  context.dispatch({ type: 'layer/replaced', layer: { ...layer, focus: names[at % names.length] ?? 'server' } });
}

function attempt(context: CommandContext, act: () => Promise<void>): void {
  act().catch((error: unknown) => {
    const record: ErrorRecord = toRecord(error);
    context.dispatch({ type: 'notice', notice: { tone: 'error', text: errorWithHint(record) } });
  });
}

function say(context: CommandContext, text: string): void {
  context.dispatch({ type: 'notice', notice: { tone: 'warning', text } });
}
