const MEANINGS: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [204, 'No content'],
  [206, 'Part of the content'],
  [302, 'sign-in needed'],
  [304, 'not modified'],
  [400, 'permission denied'],
  [401, 'sign-in needed'],
  [402, 'out of space'],
  [403, 'sign-in refused'],
  [404, 'file not found'],
  [405, 'not possible here'],
  [408, 'the request took too long'],
  [409, 'exists already'],
  [411, 'length required'],
  [412, 'changed meanwhile'],
  [413, 'too large'],
  [414, 'path too long'],
  [416, 'no such range'],
  [429, 'too many requests'],
  [431, 'path too long'],
  [500, 'internal error'],
  [502, 'servers busy'],
  [503, 'servers busy'],
  [504, 'servers busy'],
  [507, 'out of space'],
]);

/** What a status says, in words for the status bar and the command line. */
export function statusMeaning(status: number): string {
  const known = MEANINGS.get(status);
  if (known !== undefined) return known;
  if (status < 300) return 'OK';
  if (status < 400) return 'redirected';
  return status < 500 ? 'refused' : 'internal error';
}
