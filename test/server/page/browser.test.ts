import strings from 'big-list-of-naughty-strings' with { type: 'json' };
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathFault } from '../../../source/protocol/path-codec.ts';
import { endSessions } from '../../../source/server/rules/accounts/sessions.ts';
import { putNode } from '../../../source/server/rules/nodes/put.ts';
import { totp } from '../../../source/server/sso/totp.ts';
import { PASSWORD, send, signIn, temporaryFolder } from '../helpers.ts';
import { CLIPBOARD, FAINT, NAMELESS, OUTLINE, WIDTH } from './probes.ts';
import { hasPrograms } from '../../../scripts/packages/for-tests.ts';
import { dragOnto, launchBrowser, openPage, signInAs } from './browser.ts';

const ROOT = '/files/~/Ubuntu%20One';

const file = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const row = (page: Page, name: string) =>
  page.locator('tbody tr').filter({ has: page.getByRole('rowheader', { name }) });

describe.skipIf(!hasPrograms('the page in a browser', 'chromium'))('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`the whole life of a file, with scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const { page, server, troubles } = await openPage(browser, { javaScriptEnabled, acceptDownloads: true });
      await signInAs(page);
      await page.getByRole('link', { name: 'Ubuntu One' }).click();
      await page.getByLabel('Files to upload').setInputFiles([file('a.txt', 'hello\n'), file('b <i>&amp;.txt', 'b')]);
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByText('2 files are uploaded.').waitFor();
      expect(await row(page, 'b <i>&amp;.txt').count()).toBe(1);

      const arriving = page.waitForEvent('download');
      await page.getByRole('link', { name: 'a.txt', exact: true }).click();
      const download = await arriving;
      expect(download.suggestedFilename()).toBe('a.txt');
      expect(await readFile(await download.path(), 'utf8')).toBe('hello\n');

      await row(page, 'a.txt').getByText('More').click();
      await row(page, 'a.txt').getByRole('button', { name: 'Publish' }).click();
      await page.getByText('is published').waitFor();
      const address = await page.getByLabel('Public address').inputValue();
      expect((await send(server.address, 'GET', new URL(address).pathname)).text).toBe('hello\n');
      await page.getByRole('button', { name: 'Stop publishing' }).click();
      await page.getByText('is no longer published').waitFor();

      await page.getByLabel('Name of the new folder').fill('drafts');
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByText('The folder “drafts” is made.').waitFor();

      await row(page, 'a.txt').getByText('More').click();
      await row(page, 'a.txt').getByRole('link', { name: 'Delete' }).click();
      await page.getByRole('heading', { name: 'Delete a.txt?' }).waitFor();
      await page.getByRole('link', { name: 'Keep it' }).click();
      await row(page, 'a.txt').getByText('More').click();
      await row(page, 'a.txt').getByRole('link', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('“a.txt” is deleted.').waitFor();
      expect(await row(page, 'a.txt').count()).toBe(0);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('You are signed out.').waitFor();
      expect(troubles).toEqual([]);
    });
  }

  test('files and whole folders are dropped on the page', async () => {
    const { page, client, troubles } = await openPage(browser);
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'tree', 'deep'), { recursive: true });
    await writeFile(join(folder, 'tree', 'deep', 'leaf.txt'), 'leaf');
    await writeFile(join(folder, 'tree', 'b.txt'), 'b');
    await writeFile(join(folder, 'dropped "it".txt'), 'dropped');
    await signInAs(page);
    await page.goto(ROOT);
    const drag = await dragOnto(page, [join(folder, 'tree'), join(folder, 'dropped "it".txt')]);
    await page.locator('html.dropping').waitFor();
    await drag.drop();
    await page.getByText('3 files are uploaded.').waitFor();
    const contentOf = async (path: string) => (await client.call('GET', `/content/~/Ubuntu%20One/${path}`)).text;
    expect(await contentOf('dropped%20%22it%22.txt')).toBe('dropped');
    expect(await contentOf('tree/deep/leaf.txt')).toBe('leaf');
    expect(await contentOf('tree/b.txt')).toBe('b');
    expect(troubles).toEqual([]);
  });

  test('an upload after the session has ended leads to the sign-in form', async () => {
    const { page, server } = await openPage(browser);
    await signInAs(page);
    await page.goto(ROOT);
    await server.data.metadata.write((tx) => endSessions(tx, 1));
    await page.getByLabel('Files to upload').setInputFiles([file('a.txt', 'hello')]);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe(ROOT);
  });

  test('an upload can be cancelled, and nothing of it stays', async () => {
    const { page, client } = await openPage(browser);
    await signInAs(page);
    await page.goto(ROOT);
    // The server is never reached, so the upload stands still for as long as it takes.
    await page.route('**/upload/**', () => {});
    await page.getByLabel('Files to upload').setInputFiles([file('a.txt', 'hello')]);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The upload is cancelled.').waitFor();
    expect(await page.locator('#notice:focus').count()).toBe(1);
    expect((await client.api('GET', '/~/Ubuntu%20One')).json.has_children).toBe(false);
  });

  test('the public address is copied', async () => {
    const { page, client } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    await client.call('PUT', '/content/~/Ubuntu%20One/a.txt', { body: 'a' });
    await signInAs(page);
    await page.goto(ROOT);
    await row(page, 'a.txt').getByText('More').click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('The address is copied.').waitFor({ state: 'attached' });
    const copied = await page.evaluate(CLIPBOARD);
    expect(copied).toBe(await page.getByLabel('Public address').inputValue());
  });

  test('two-factor sign-in is turned on by what the page shows, and off again', async () => {
    const { page, troubles } = await openPage(browser, { javaScriptEnabled: false });
    await signInAs(page);
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('link', { name: 'Turn it on' }).click();
    expect(await page.getByRole('img', { name: 'QR code' }).isVisible()).toBe(true);
    const secret = (await page.locator('code.key').innerText()).replaceAll(' ', '');
    // The step before is still taken, and leaves this one for the sign-in.
    const step = () => Math.floor(Date.now() / 30_000);
    await page.getByLabel('One-time code').fill(totp(secret, step() - 1));
    await page.getByLabel('Present password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('Two-factor sign-in is on.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill('ted@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('also needs a one-time code').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByLabel('One-time code').fill(totp(secret, step()));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();

    await page.goto('/files/account/two-factor');
    await page.getByLabel('Present password').fill(PASSWORD);
    await page.getByLabel('One-time code').fill(totp(secret, step() + 1));
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByText('Two-factor sign-in is off.').waitFor();
    expect(troubles.filter((trouble) => !trouble.includes('401'))).toEqual([]);
  });

  test('the account: space, devices, browsers and password, without a script', async () => {
    const { page, client, server, troubles } = await openPage(browser, { javaScriptEnabled: false });
    await client.call('PUT', '/content/~/Ubuntu%20One/a.txt', { body: 'x'.repeat(1500) });
    await signInAs(page);
    await page.getByLabel('Name of the new cloud folder').fill('photos');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('“photos” is made').waitFor();
    expect(await page.getByRole('link', { name: 'photos', exact: true }).count()).toBe(1);

    await page.getByRole('link', { name: 'Account' }).click();
    await page.locator('span', { hasText: '1.5 kB of 5.4 GB used' }).waitFor();
    expect(await page.getByRole('meter', { name: 'Space used' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Revoke the access of test' }).click();
    await page.getByText('“test” has no access any more.').waitFor();
    expect((await client.api('GET', '')).status).toBe(401);

    await page.getByLabel('Present password').fill(PASSWORD);
    await page.getByLabel('New password at least 8 characters').fill('another password');
    await page.getByLabel('New password again').fill('another password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await expect(signIn(server.address, 'ted@example.org')).rejects.toThrow('INVALID_CREDENTIALS');
    expect(troubles).toEqual([]);
  });

  test('what is published as HTML runs nowhere, and a form of another origin does nothing', async () => {
    const { page, client, server } = await openPage(browser, { acceptDownloads: true });
    await client.call('PUT', '/content/~/Ubuntu%20One/evil.html', { body: '<script>document.title = "ran"</script>' });
    const { public_url: url } = (await client.api('PUT', '/~/Ubuntu%20One/evil.html', '{"is_public":true}')).json;
    await signInAs(page);
    for (const address of [new URL(url).pathname, '/files/content/~/Ubuntu%20One/evil.html']) {
      const arriving = page.waitForEvent('download');
      await page.goto(address).catch(() => null);
      expect((await arriving).suggestedFilename()).toBe('evil.html');
      expect(await page.title()).not.toBe('ran');
    }
    // The same host by another name is another site, and its page sends a form with whatever cookies there are.
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.route('http://elsewhere.test/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${server.address}/files/new-volume"><input name="name" value="made"></form>
          <script>document.forms[0].submit()</script>`,
      }),
    );
    await page.goto('http://elsewhere.test/').catch(() => null);
    expect((await answered).status()).toBe(403);
    expect((await client.api('GET', '/volumes')).json).toHaveLength(1);
  });

  test('the keyboard is enough, and always shows where it is', async () => {
    const { page, client } = await openPage(browser);
    await client.call('PUT', '/content/~/Ubuntu%20One/a.txt', { body: 'a' });
    await page.goto('/files/');
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = async () => (await page.locator(':focus').innerText()).trim();
    const tabTo = async (label: string) => {
      for (let tries = 0; tries < 40; tries += 1) {
        await press('Tab');
        expect(await page.evaluate(OUTLINE)).not.toBe('none');
        if ((await focused()).startsWith(label)) return;
      }
      throw new Error(`the keyboard never came to ${label}`);
    };
    await press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await press('Enter', 'Tab');
    await page.keyboard.type('ted@example.org');
    await press('Tab');
    await page.keyboard.type(PASSWORD);
    await press('Enter');
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    await tabTo('Ubuntu One');
    await press('Enter');
    await page.getByRole('heading', { name: 'Ubuntu One' }).waitFor();
    await tabTo('More');
    await press('Enter');
    expect(await page.locator('details[open]').count()).toBe(1);
    await press('Tab', 'Escape');
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(await focused()).toContain('More');
    await press('Enter');
    await tabTo('Delete…');
    await press('Enter');
    await page.getByRole('heading', { name: 'Delete a.txt?' }).waitFor();
    expect(await focused()).toBe('Keep it');
    await tabTo('Delete');
    await press('Enter');
    await page.getByText('“a.txt” is deleted.').waitFor();
    expect(await page.locator('#notice:focus').count()).toBe(1);
  });

  test('naughty names run nothing and make no markup', { timeout: 120_000 }, async () => {
    const { page, server, troubles } = await openPage(browser);
    const names = [...new Set(strings)].filter(
      (name) => !name.includes('/') && name !== '' && pathFault(name) === null,
    );
    const wish = { kind: 'directory', path: null, isPublic: null, hash: null, magicHash: null };
    await server.data.metadata.write(function* (tx) {
      for (const name of names) yield* putNode(tx, 1, `Ubuntu One/${name}`, wish);
    });
    await signInAs(page);
    await page.goto(ROOT);
    expect(await page.locator('tbody tr').count()).toBe(names.length);
    const strangers =
      'img, iframe, object, embed, style, script:not([src^="/files/assets/"]), [onerror], [onload], [style]';
    expect(await page.locator(strangers).count()).toBe(0);
    expect(await page.locator('tbody tr a.name > bdi > *').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('everything has a name and a contrast that can be read, light and dark, wide and narrow', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, client } = await openPage(browser, { colorScheme, viewport: { width: 360, height: 700 } });
      await client.call(
        'PUT',
        '/content/~/Ubuntu%20One/a-long-name-without-any-space-in-it-which-has-to-break-somewhere.txt',
        { body: 'a' },
      );
      await signInAs(page);
      for (const path of ['/files/', ROOT, '/files/account', '/files/account/two-factor', '/files/published']) {
        await page.goto(path);
        expect(await page.evaluate(WIDTH), path).toBeLessThanOrEqual(360);
        expect(await page.evaluate(NAMELESS), path).toEqual([]);
        expect(await page.evaluate(FAINT), path).toEqual([]);
        expect(await page.locator('h1').count()).toBe(1);
        for (const landmark of ['banner', 'navigation', 'main'] as const)
          expect(await page.getByRole(landmark).count(), landmark).toBeGreaterThan(0);
      }
    }
  });
});
