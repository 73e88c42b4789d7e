import type { CommandContext } from './command.ts';

/** Copies a public address and shows it. */
export function showAddress(context: CommandContext, name: string, url: string): void {
  const isCopied = context.copyText(url);
  context.dispatch({ type: 'layer/pushed', layer: { type: 'address', name, url, isCopied, qr: null } });
}
