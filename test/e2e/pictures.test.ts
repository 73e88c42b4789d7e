import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { decodeAsync } from 'sixel';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

/** Red above, blue below, 40 by 20 pixels. */
function flag(): Uint8Array {
  const [width, height] = [40, 20];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) data[at * 3 + (at < (width * height) / 2 ? 0 : 2)] = 255;
  return encode({ width, height, channels: 3, depth: 8, data });
}

/** Opens the program on a terminal that answers so to DA1, and says that its cells are 8 by 16; views the flag. */
async function viewFlag(device: string): Promise<PtyTerminal> {
  const home = makeHome();
  writeFileSync(join(home.work, 'flag.png'), flag());
  const terminal = openProgram(home, [], { answers: { c: device, t: '\u001b[6;16;8t' } });
  await terminal.waitFor('flag.png');
  terminal.press('down', 'f3');
  await terminal.waitFor('PNG picture, 40x20');
  return terminal;
}

interface KittyPicture {
  readonly keys: string;
  readonly data: string;
}

/** The pictures that were sent, each put together from its pieces. */
function kittyPictures(output: string): readonly KittyPicture[] {
  // oxlint-disable-next-line no-control-regex -- APC begins and ends with control characters
  const pieces = Array.from(output.matchAll(/\u001b_G([^;\u001b]*);([^\u001b]*)\u001b\\/g));
  const pictures: { keys: string; data: string }[] = [];
  for (const [, keys = '', data = ''] of pieces) {
    if (keys.startsWith('a=T')) pictures.push({ keys, data });
    else if (keys.startsWith('m=') && pictures.length > 0) (pictures.at(-1) ?? { data: '' }).data += data;
  }
  return pictures;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('pictures', () => {
  it('are drawn by a terminal of kitty’s protocol, and go with what covers and closes them', async () => {
    const terminal = await viewFlag('\u001b_Gi=31;OK\u001b\\\u001b[?62;c');
    const drawn = async (times: number): Promise<void> => {
      await terminal.waitFor(() => kittyPictures(terminal.output()).length >= times);
    };
    const cleared = async (times: number): Promise<void> => {
      await terminal.waitFor(() => count(terminal.output(), '\u001b_Ga=d,d=I,i=1') >= times);
    };
    await drawn(1);
    const [picture] = kittyPictures(terminal.output());
    expect(picture?.keys).toMatch(/^a=T,f=32,o=z,s=40,v=20,c=5,r=2,/);
    const rgba = inflateSync(Buffer.from(picture?.data ?? '', 'base64'));
    expect([rgba.length, ...rgba.subarray(0, 4), ...rgba.subarray(-4)]).toEqual([3200, 255, 0, 0, 255, 0, 0, 255, 255]);
    expect(terminal.output()).not.toContain('▀');
    terminal.press('f1');
    await terminal.waitFor('┌ Help');
    await cleared(1);
    terminal.press('esc');
    await drawn(2);
    terminal.resize(100, 30);
    await drawn(3);
    await cleared(2);
    terminal.press('esc');
    await cleared(3);
    await terminal.waitFor('9 Account');
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    // Not with every frame. A change of size may be drawn twice: at once, and when what is shown has been laid out anew.
    expect(kittyPictures(terminal.output()).length).toBeLessThan(6);
  });

  it('are drawn in sixels where the terminal says that it has them', async () => {
    const terminal = await viewFlag('\u001b[?62;4;6c');
    // oxlint-disable-next-line no-control-regex -- DCS begins and ends with control characters
    const SIXELS = /\u001bP([\d;]*q[^\u001b]*)\u001b\\/;
    await terminal.waitFor(() => SIXELS.test(terminal.output()));
    const [, sixels = ''] = SIXELS.exec(terminal.output()) ?? [];
    const { width, height, data32 } = await decodeAsync(sixels.replace(/^[^q]*q/, ''));
    expect([width, height]).toEqual([40, 20]);
    expect([data32[0], data32[799]]).toEqual([0xff0000ff, 0xffff0000]);
    expect(terminal.output()).not.toContain('▀');
    terminal.press('esc');
    await terminal.waitFor('9 Account');
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('are drawn in half blocks by any other', async () => {
    const terminal = await viewFlag('\u001b[?1;2c');
    await terminal.waitFor('▀');
    expect(terminal.output()).not.toContain('\u001b_Ga=T');
    terminal.press('esc');
    await terminal.waitFor('9 Account');
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});
