/** Close to a release, and marked: nobody should take the sandbox for a cluster. */
export const version = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.2+sandbox',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-11-11T00:00:00Z',
  goVersion: 'go1.24.9',
  compiler: 'gc',
  platform: 'linux/amd64',
};
