import { AppError, isAppError } from '../../../domain/app-error.ts';
import { buildRoute } from '../../../protocol/routes.ts';
import type { Route } from '../../../protocol/routes.ts';
import type { AccountFacts } from '../../metadata/schema.ts';
import { addAccount } from '../../rules/accounts/accounts.ts';
import { json } from '../answers.ts';
import type { Answer, Call, SignedCall } from '../call.ts';
import { INVALID_DATA, refuse } from './sso2-answers.ts';
import { readFields } from './sso2-fields.ts';

/** Makes an account where the server lets anyone do that; otherwise that is for its administrator (protocol §4.3). */
export async function postSso2Account(call: Call): Promise<Answer> {
  const { metadata, passwords, settings } = call.context;
  if (!settings.allowRegistration)
    return refuse({ status: 403, code: 'REGISTRATION_CLOSED', message: 'Accounts are made by the administrator.' });
  const { fields, faults } = await readFields(call, { required: ['email', 'password'], optional: ['displayname'] });
  if (fields === null) return refuse(INVALID_DATA, faults);
  const password = await passwords.hash(fields.password);
  const wish = { email: fields.email, visibleName: fields.displayname ?? undefined, password };
  try {
    const account = await metadata.write((tx) => addAccount(tx, { ...wish, maxBytes: settings.defaultQuota }));
    return json(representAccount(account, call.origins[0]), 201);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'usage') return refuse(INVALID_DATA, { email: [error.message] });
    if (error.code === 'name-taken')
      return refuse({ status: 409, code: 'ALREADY_REGISTERED', message: 'The email address is already registered' });
    throw error;
  }
}

/** The account of this OpenID, for its owner. */
export async function getSso2Account(call: SignedCall<Extract<Route, { name: 'sso2-account' }>>): Promise<Answer> {
  const { bearer, route, origins } = call;
  if (route.openid !== bearer.account.openid) throw new AppError('not-found', 'The account does not exist.');
  return json(representAccount(bearer.account, origins[0]));
}

/** No mail is sent from here, so passwords are set by the administrator. */
export async function postSso2Password(): Promise<Answer> {
  const message = 'Passwords are reset by the administrator.';
  return refuse({ status: 403, code: 'CAN_NOT_RESET_PASSWORD', message });
}

function representAccount({ openid, email, visible_name }: AccountFacts, origin: string) {
  return {
    href: origin + buildRoute({ name: 'sso2-account', openid }),
    openid,
    email,
    displayname: visible_name,
    status: 'Active',
    emails: [{ email, verified: true }],
    tokens: [{ href: origin + buildRoute({ name: 'sso2-tokens' }) }],
  };
}
