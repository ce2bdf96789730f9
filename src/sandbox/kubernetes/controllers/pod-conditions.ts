import type { Condition } from '../shapes/shape.ts';

const condition = (type: string, isSo: boolean, reason: string): Condition => ({
  type,
  status: isSo ? 'True' : 'False',
  ...(!isSo && { reason }),
});

export const initialized = (isSo: boolean): Condition =>
  condition('Initialized', isSo, 'ContainersNotInitialized');

export const hasNetwork: Condition = condition('PodReadyToStartContainers', true, '');

export const ready: readonly Condition[] = [
  condition('ContainersReady', true, ''),
  condition('Ready', true, ''),
];

export const notReady = (reason = 'ContainersNotReady'): readonly Condition[] => [
  condition('ContainersReady', false, reason),
  condition('Ready', false, reason),
];
