import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { findProgram } from '../../../scripts/packages/programs.ts';
import { PASSWORD, startCloud } from '../helpers.ts';
import type { TestCloud } from '../helpers.ts';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: findProgram('chromium') ?? 'chromium', args: ARGUMENTS });
}

export interface BrowserCloud extends TestCloud {
  readonly page: Page;
  /** What the page's console said that is an error, and every dialog that opened. */
  readonly troubles: string[];
}

/** A server, and a page of a fresh profile that is not signed in yet. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserCloud> {
  const cloud = await startCloud();
  const context = await browser.newContext({ baseURL: cloud.server.address, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('dialog', (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { ...cloud, page, troubles };
}

/** Signs in by the form. */
export async function signInAs(page: Page, email = 'ted@example.org'): Promise<void> {
  await page.goto('/files/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
}

/** Drags files and folders of the disk over the page, as a file manager does; `drop` lets them go. */
export async function dragOnto(page: Page, files: readonly string[]): Promise<{ drop: () => Promise<void> }> {
  const devTools = await page.context().newCDPSession(page);
  const at = { x: 300, y: 300, data: { items: [], files: [...files], dragOperationsMask: 1 } };
  await devTools.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at });
  await devTools.send('Input.dispatchDragEvent', { type: 'dragOver', ...at });
  return { drop: async () => void (await devTools.send('Input.dispatchDragEvent', { type: 'drop', ...at })) };
}
