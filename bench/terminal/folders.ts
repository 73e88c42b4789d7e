import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of empty files, the same names on every run, and homes without settings; all gone at the end. */
export class Folders {
  readonly #root = mkdtempSync(join(tmpdir(), 'u1file-bench-'));
  readonly #made = new Set<string>();

  /** A folder of so many files `000000_file.txt`; `which` tells several of the same size apart. */
  files(count: number, which = 'left'): string {
    const folder = join(this.#root, `${which}-${count}`);
    if (this.#made.has(folder)) return folder;
    mkdirSync(folder, { recursive: true });
    for (let number = 0; number < count; number += 1) {
      writeFileSync(join(folder, `${String(number).padStart(6, '0')}_file.txt`), '');
    }
    this.#made.add(folder);
    return folder;
  }

  /** A home that is kept through the run, so that what a program keeps between starts counts as warm. */
  home(name: string): string {
    const folder = join(this.#root, `home-${name}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
