import { contract } from './contract.ts';
import { onEveryGround } from './ground/grounds.ts';

onEveryGround(contract);
