import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';

const zones = ['a', 'b', 'c'];

/** Seven machines of four cores and sixteen gigabytes, over three zones. */
export function seedNodes(cluster: Cluster): void {
  for (let number = 1; number <= 7; number += 1) {
    const name = `node-${number}`;
    const node = create(cluster, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'topology.kubernetes.io/region': 'sandbox',
          'topology.kubernetes.io/zone': `sandbox-${zones[(number - 1) % zones.length]}`,
        },
      },
      spec: { podCIDR: `10.244.${number - 1}.0/24`, podCIDRs: [`10.244.${number - 1}.0/24`] },
    });
    cluster.store.put({ ...node, status: nodeStatus(name, number, cluster.now()) });
  }
}

function nodeStatus(name: string, number: number, now: string): object {
  const condition = (type: string, status: string, reason: string): object => ({
    type,
    status,
    reason,
    message: reason,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  return {
    capacity: { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' },
    allocatable: { cpu: '3920m', memory: '15Gi', 'ephemeral-storage': '90Gi', pods: '110' },
    conditions: [
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
      condition('Ready', 'True', 'KubeletReady'),
    ],
    addresses: [
      { type: 'InternalIP', address: `10.0.0.${10 + number}` },
      { type: 'Hostname', address: name },
    ],
    nodeInfo: {
      machineID: `sandbox${number}`,
      systemUUID: `sandbox${number}`,
      bootID: `sandbox${number}`,
      kernelVersion: '6.12.0-sandbox',
      osImage: 'Sandbox Linux',
      containerRuntimeVersion: 'sandbox://1.0.0',
      kubeletVersion: 'v1.34.2+sandbox',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
}
