import type { Json } from '../hcl/evaluate.ts';
import { isList } from './convert.ts';
import type { JsonObject } from './decode.ts';

/** What Nomad moves once it has read a jobspec: fixed ports, default identities, tasks and Vault of the job. */
export function normalize({ Vault = null, Tasks = null, ...job }: JsonObject): JsonObject {
  const alone = objectsOf(Tasks).map((task) => ({ Name: task['Name'] ?? '', Tasks: [task] }));
  const groups = [...alone, ...objectsOf(job['TaskGroups'])];
  const normalizeTask = (task: JsonObject): JsonObject => ({
    ...withIdentity(task),
    ...(isObject(task['Resources']) && { Resources: withPorts(task['Resources']) }),
    ...(Vault !== null && { Vault: task['Vault'] ?? Vault }),
  });
  const normalizeGroup = (group: JsonObject): JsonObject => ({
    ...withPorts(group),
    ...(group['Tasks'] !== undefined && { Tasks: objectsOf(group['Tasks']).map(normalizeTask) }),
  });
  return { ...job, ...(groups.length > 0 && { TaskGroups: groups.map(normalizeGroup) }) };
}

const isFixed = ({ Value = 0 }: JsonObject): boolean => Value !== 0;
const isDefault = ({ Name = '' }: JsonObject): boolean => Name === '' || Name === 'default';

function withPorts(holder: JsonObject): JsonObject {
  if (holder['Networks'] === undefined) return holder;
  return { ...holder, Networks: objectsOf(holder['Networks']).map(sortPorts) };
}

function sortPorts(network: JsonObject): JsonObject {
  const ports = objectsOf(network['DynamicPorts']);
  if (ports.length === 0) return network;
  const dynamic = ports.filter((port) => !isFixed(port));
  const reserved = ports.filter(isFixed);
  return {
    ...network,
    DynamicPorts: dynamic.length > 0 ? dynamic : null,
    ReservedPorts: reserved.length > 0 ? reserved : null,
  };
}

function withIdentity(task: JsonObject): JsonObject {
  const identities = objectsOf(task['Identities']);
  const own = identities.find(isDefault);
  if (!own) return task;
  return { ...task, Identity: own, Identities: identities.filter((one) => one !== own) };
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isList(value) ? value.filter(isObject) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
