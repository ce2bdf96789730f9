import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';

describe('HASHINETES_CLUSTERS', () => {
  const clustersOf = (environment: Record<string, string>) =>
    parseConfig(environment).clusters.map(({ name, context, settings }) => ({
      name,
      context,
      kubeconfig: settings.KUBECONFIG,
      nomad: settings.NOMAD_ADDR,
      token: settings.NOMAD_TOKEN?.reveal(),
    }));

  it('is not needed for one cluster, which then has no name', () => {
    expect(parseConfig({ KUBECONFIG: '/k', NOMAD_ADDR: 'http://n:4646' }).clusters).toMatchObject([
      { settings: { KUBECONFIG: '/k', NOMAD_ADDR: 'http://n:4646' } },
    ]);
    expect(parseConfig({}).clusters).toHaveLength(1);
    expect(parseConfig({}).clusters[0]?.name).toBeUndefined();
  });

  it('names contexts of the kubeconfig, under other names where theirs can not be said', () => {
    const names = 'east, west=arn:aws:eks:eu-west-1:1:cluster/w';
    expect(clustersOf({ HASHINETES_CLUSTERS: names, KUBECONFIG: '/k' })).toMatchObject([
      { name: 'east', context: 'east', kubeconfig: '/k' },
      { name: 'west', context: 'arn:aws:eks:eu-west-1:1:cluster/w', kubeconfig: '/k' },
    ]);
  });

  it('takes the current context of a kubeconfig that is one cluster’s own', () => {
    const [, west] = clustersOf({
      HASHINETES_CLUSTERS: 'east,west',
      KUBECONFIG: '/k',
      KUBECONFIG_WEST: '/w',
    });
    expect(west).toMatchObject({ kubeconfig: '/w', context: undefined });
  });

  it('gives addresses and tokens to the cluster whose name they end with, and to no other', () => {
    const clusters = clustersOf({
      HASHINETES_CLUSTERS: 'east,prod-eu',
      NOMAD_ADDR: 'http://east:4646',
      NOMAD_TOKEN: 'token-of-east',
      NOMAD_ADDR_PROD_EU: 'http://prod:4646',
    });
    expect(clusters).toMatchObject([
      { name: 'east', nomad: 'http://east:4646', token: 'token-of-east' },
      { name: 'prod-eu', nomad: 'http://prod:4646', token: undefined },
    ]);
  });

  it('lets the first be called by its name as well', () => {
    const [east] = clustersOf({
      HASHINETES_CLUSTERS: 'east,west',
      NOMAD_ADDR_EAST: 'http://east:4646',
      NOMAD_ADDR_WEST: 'http://west:4646',
    });
    expect(east?.nomad).toBe('http://east:4646');
  });

  it('is as many sandboxes where nothing real is configured', () => {
    const { isSandbox, clusters } = parseConfig({ HASHINETES_CLUSTERS: 'east,west' });
    expect({ isSandbox, names: clusters.map(({ name }) => name) }).toEqual({
      isSandbox: true,
      names: ['east', 'west'],
    });
  });

  it.each([
    ['east,arn:aws:x', {}, /HASHINETES_CLUSTERS: "arn:aws:x" is no name to say; .*east=arn:aws:x/],
    ['east,nomad', {}, /HASHINETES_CLUSTERS: "nomad" is no name to say/],
    ['all,east', {}, /HASHINETES_CLUSTERS: "all" is no name .*"on all" .*another .*east=all/],
    ['east,Both', {}, /HASHINETES_CLUSTERS: "Both" is no name to say, for "on both" means/],
    ['east,everywhere=west', {}, /HASHINETES_CLUSTERS: "everywhere" is no name to say/],
    ['east,,west', {}, /HASHINETES_CLUSTERS: "" is no name to say/],
    ['east,East', {}, /HASHINETES_CLUSTERS: two clusters have the same name/],
    ['east,west', { NOMAD_ADDR: 'http://n:1' }, /nothing tells where west is; .*NOMAD_ADDR_WEST/],
    ['east,west', { NOMAD_ADDR_WEST: 'not an address' }, /NOMAD_ADDR_WEST: Invalid URL/],
    ['east,west', { NOMAD_TOKEN_WEST: 'short' }, /NOMAD_TOKEN_WEST: Too small/],
  ])('says what is wrong with %s %o', (HASHINETES_CLUSTERS, more, message) => {
    expect(() => parseConfig({ HASHINETES_CLUSTERS, ...more })).toThrow(message);
  });
});
