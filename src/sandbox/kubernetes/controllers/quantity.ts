const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `100m` is 0.1, `1Gi` is 1073741824. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function parseQuantity(quantity: string | number | undefined): number {
  const [, digits = '0', unit = ''] = String(quantity ?? 0).match(/^([\d.]+)([a-zA-Z]*)$/) ?? [];
  return Number(digits) * (units[unit] ?? 1);
}
