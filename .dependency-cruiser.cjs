// The walls between the floors of source/ (source/README.md draws them). Imports go down only.
const floors = {
  domain: [],
  protocol: ['domain'],
  keys: ['domain'],
  terminal: ['domain', 'keys'],
  state: ['domain', 'keys'],
  services: ['domain', 'protocol'],
  transfers: ['domain'],
  viewing: ['domain'],
  commands: ['domain', 'keys', 'state', 'transfers'],
  ui: ['domain', 'keys', 'terminal', 'state', 'commands'],
  server: ['domain', 'protocol'],
  cli: [
    'domain',
    'protocol',
    'keys',
    'terminal',
    'state',
    'services',
    'transfers',
    'viewing',
    'commands',
    'ui',
    'server',
  ],
};

const walls = Object.entries(floors).map(([floor, below]) => ({
  name: `wall-${floor}`,
  comment: `${floor}/ may import ${['itself', ...below].join(', ')} and nothing else of source/`,
  severity: 'error',
  from: { path: `^source/${floor}/` },
  to: { path: '^source/', pathNot: `^source/(${[floor, ...below].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'react-stays-in-ui',
      comment: 'React and Ink are imported by ui/ and by the one file that mounts the app',
      severity: 'error',
      from: { path: '^source/', pathNot: '^source/(ui/|cli/mount\\.tsx$)' },
      to: { path: '^(node_modules/)?(react|ink)(/|$)' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/, state/ and keys/ touch neither the world nor a package',
      severity: 'error',
      from: { path: '^source/(domain|state|keys)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '^(node_modules/)?string-width' },
    },
    {
      name: 'server-wing-is-loaded-late',
      comment: 'the server is reached by a dynamic import alone',
      severity: 'error',
      from: { path: '^source/', pathNot: '^source/server/' },
      to: { path: '^source/server/', dynamic: false, pathNot: 'x^', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', severity: 'error', from: { path: '^source/' }, to: { circular: true } },
    { name: 'not-unresolvable', severity: 'error', from: { path: '^source/' }, to: { couldNotResolve: true } },
    {
      name: 'source-leans-on-no-test',
      severity: 'error',
      from: { path: '^source/' },
      to: { path: '^(test|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
