import { env } from 'node:process';
import { apiContract } from './api-contract.ts';
import { openReal, openSandbox } from './door.ts';
import { untested } from './untested.ts';

const kubeconfig = env['CONTRACT_KUBECONFIG'] ?? '';

apiContract('the sandbox', openSandbox);

const real = kubeconfig
  ? () => apiContract(`the server of ${kubeconfig}`, () => openReal(kubeconfig))
  : () => untested('the API of a real server', 'CONTRACT_KUBECONFIG names no kubeconfig');
real();
