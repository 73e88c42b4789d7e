import type { Registry } from '../../commands/registry.ts';
import type { AccountRow, Device } from '../../domain/account-desk.ts';
import { formatBytes } from '../../domain/format.ts';
import {
  signInFields,
  type AccountsLayer,
  type DevicesLayer,
  type SignInFieldName,
  type SignInLayer,
} from '../../state/account-layers.ts';
import type { AppState } from '../../state/app-state.ts';
import { fitLeft, fitMiddle, widthOf, wrap } from '../fit.ts';
import { gauge } from '../pane-words.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { fieldLine, secretLine } from './field-line.ts';
import { hintLines } from './hints.ts';
import { rowsAround } from './rows-around.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

type Line = readonly Span[];

const WIDTH = 76;
const LABEL_WIDTH = 15;
/** Below this width a row keeps its name and leaves out what is nice to have. */
const ROOMY = 50;

/** The accounts, the one in use marked, each with how full its cloud is. */
export function accountsContent(layer: AccountsLayer, state: AppState, registry: Registry, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const rows = layer.rows.map((row, at): Line => {
    const mark = row.id === state.account.id ? '* ' : '  ';
    const quota = quotaWords(layer.quotas[row.id], width >= ROOMY);
    const name = Math.max(8, width - 2 - widthOf(mark) - widthOf(quota) - 1);
    const text = `${mark}${fitMiddle(nameOf(row), name)} ${quota}`;
    return at === layer.cursor ? [{ text: `> ${text}`, look: 'cursor' }] : [{ text: `  ${text}` }];
  });
  const hints = hintLines(
    registry,
    [
      ['accounts-use', 'works with it'],
      ['accounts-sign-in', 'signs in to a server'],
      ['accounts-sign-out', 'signs out'],
      ['accounts-devices', 'devices'],
      ['accounts-close', 'closes'],
    ],
    width,
  );
  const shown = rowsAround(rows, layer.cursor, room.height - hints.length - 1);
  return { title: 'Accounts', width, lines: [...shown, [], ...hints] };
}

function nameOf({ label, email, server, kind }: AccountRow): string {
  if (kind === 'embedded') return `${label}, on this machine`;
  return kind === 'environment' ? `${label}, by U1FILE_TOKEN` : `${email ?? ''} at ${server ?? ''}`;
}

function quotaWords(quota: AccountsLayer['quotas'][string] | undefined, hasGauge: boolean): string {
  if (quota === undefined) return '';
  if (quota === null) return 'no answer';
  const { used, total } = quota;
  if (!hasGauge) return formatBytes(used);
  return `${formatBytes(used)} of ${formatBytes(total)} ${gauge(total === 0 ? 1 : used / total)}`;
}

const FIELD_LABELS: Readonly<Record<SignInFieldName, string>> = {
  server: 'Server',
  email: 'E-mail',
  password: 'Password',
  oneTimeCode: 'One-time code',
};

/** The form to sign in with; the password shows as dots. */
export function signInContent(layer: SignInLayer, registry: Registry, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const why = layer.why === null ? [] : [...wrap(layer.why, width).map((text): Line => [{ text }]), []];
  const fields = signInFields(layer).map((name) => fieldRow(layer, name, width));
  const error =
    layer.error === null ? [] : wrap(`✗ ${layer.error}`, width).map((text): Line => [{ text, look: 'error' }]);
  const busy: readonly Line[] = layer.isBusy ? [[{ text: 'asking the server…', look: 'faint' }]] : [];
  const hints = hintLines(
    registry,
    [
      ['sign-in-accept', 'signs in'],
      ['sign-in-next', 'next field'],
      ['sign-in-close', 'leaves'],
    ],
    width,
  );
  const head = layer.why === null ? 'Sign in to a server' : 'Sign in again';
  // On a small screen what matters stays: the fields and what is wrong.
  const rest = room.height - fields.length - error.length - busy.length - hints.length;
  const top = rest >= why.length ? why : [];
  const gap: readonly Line[] = rest - top.length > 0 ? [[]] : [];
  return { title: head, width, lines: [...top, ...fields, ...error, ...busy, ...gap, ...hints] };
}

function fieldRow({ fields, focus, isBusy }: SignInLayer, name: SignInFieldName, width: number): Line {
  const field = fields[name];
  const room = Math.max(8, width - LABEL_WIDTH - 2);
  const hasFocus = name === focus && !isBusy;
  const label: Span = {
    text: fitLeft(`${hasFocus ? '> ' : '  '}${FIELD_LABELS[name]}`, LABEL_WIDTH + 2),
    look: hasFocus ? 'key' : 'plain',
  };
  if (name === 'password') return [label, ...secretLine(field, room, hasFocus)];
  if (hasFocus) return [label, ...fieldLine(field, room)];
  return [label, { text: fitMiddle(field.text, room) }];
}

/** Who has access to an account. */
export function devicesContent(layer: DevicesLayer, registry: Registry, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const rows = (layer.devices ?? []).map((device, at): Line => deviceRow(device, at === layer.cursor, width));
  const error =
    layer.error === null ? [] : wrap(`✗ ${layer.error}`, width).map((text): Line => [{ text, look: 'error' }]);
  const waiting: readonly Line[] =
    layer.devices === null && layer.error === null ? [[{ text: 'asking the server…', look: 'faint' }]] : [];
  const hints = hintLines(
    registry,
    [
      ['devices-revoke', 'takes the access back'],
      ['devices-close', 'closes'],
    ],
    width,
  );
  const shown = rowsAround(rows, layer.cursor, room.height - hints.length - error.length - 1);
  const title = `Devices of ${layer.account.email ?? layer.account.label}`;
  return { title, width, lines: [...shown, ...error, ...waiting, [], ...hints] };
}

function deviceRow({ name, createdAt, isThis }: Device, isUnderCursor: boolean, width: number): Line {
  const date = createdAt.slice(0, 10);
  const since = width >= ROOMY ? `since ${date}${isThis ? ', this program' : ''}` : isThis ? 'this one' : date;
  const text = `${fitMiddle(name, Math.max(8, width - 3 - widthOf(since)))} ${since}`;
  return isUnderCursor ? [{ text: `> ${text}`, look: 'cursor' }] : [{ text: `  ${text}` }];
}
