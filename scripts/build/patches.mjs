export function patches() { return { name: 'patches', setup() {} }; }
