import { contract } from './contract.ts';
import { isGiven } from './ground/given.ts';
import { onEveryGround, onGivenGround } from './ground/grounds.ts';

onEveryGround((open) => contract(open));
onGivenGround((open) => contract(open, isGiven));
