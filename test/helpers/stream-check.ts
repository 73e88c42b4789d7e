/** What the program itself writes: motions, erasing, rows that move, looks, modes it sets and takes back, questions to the terminal, titles. */
const OWN_CSI = /^(\?(1049|2004|2026|25|7|25;7|1000;1006)[hl]|[\d;]*[mHABCDEFGJKLMSTXdfPr]|5n|2[23];2t)$/;
const OWN_OSC = /^(2;u1file|9;4;|11;\?|8;|52;c;)/;
/** The last goes up a line. */
const OWN_CONTROLS = new Set(['\r', '\n', '\b', '\v', '\t', '\u001bM']);

const PIECE =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /\u001bM|\u001b\[([0-?]*[ -/]*[@-~])|\u001b\]([^\u0007\u001b]*)(?:\u0007|\u001b\\)|[\u0000-\u001f\u007f-\u009f]/gu;
/** Characters that no name may bring to a terminal as they are: they turn the direction or show nothing. */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Characters after a stranger, to tell where it was. */
const AFTER = 20;

/** Whatever in the bytes of a terminal is no part of how the program draws: it can only have come from outside. */
export function strangersIn(output: string): readonly string[] {
  const strangers: string[] = [];
  for (const { 0: whole, 1: csi, 2: osc, index } of output.matchAll(PIECE)) {
    const isOwn =
      csi === undefined && osc === undefined
        ? OWN_CONTROLS.has(whole)
        : csi === undefined
          ? OWN_OSC.test(osc ?? '')
          : OWN_CSI.test(csi);
    if (!isOwn) strangers.push(JSON.stringify(output.slice(index, index + whole.length + AFTER)));
  }
  return [...strangers, ...Array.from(output.matchAll(UNSEEN), ([character]) => JSON.stringify(character))];
}
