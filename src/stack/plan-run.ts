import { type Components, withNeeds } from './components/components.ts';
import type { Component } from './component.ts';
import type { Course } from './course.ts';
import { StepFailed } from './drive.ts';
import { planDeployment } from './plan.ts';
import { planDestruction } from './plan-destroy.ts';
import { planRenewal } from './plan-renew.ts';
import { planScale } from './plan-scale.ts';
import type { Part } from './identity/keyring-entry.ts';
import { measureLeft, measureResult } from './result.ts';
import type { Run } from './run.ts';
import type { StackDeed } from './stack-deed.ts';
import type { StackWorld } from './stack-world.ts';
import type { Scalable } from './steps/take-off.ts';

type About = Pick<Run, 'component'> & { readonly deed: StackDeed; readonly withData?: boolean };

/** The components that a run is about: a deployment brings along what it needs, nothing else does. */
export function partsOf(
  components: Components,
  { deed, component: name }: About,
): readonly Component[] {
  const all = withNeeds(components, name);
  if (deed === 'deploy' || name === 'everything') return all;
  return all.filter((one) => one.name === name);
}

/** What a run does, whoever began it. */
export async function planRun(components: Components, about: About, deploy: URL): Promise<Course> {
  const { deed, component: name, withData = false } = about;
  const parts = partsOf(components, about);
  if (parts.length === 0) throw new StepFailed(`${name} is nothing that I know`);
  const isAdopted = (part: Part): boolean => {
    const one = components.get(part);
    return one !== undefined && !one.recipe;
  };
  const namespaces = parts.filter(({ recipe }) => recipe).map((part) => part.name);
  const plan = { namespaces, measure: (world: StackWorld) => measureResult(parts, name, world) };
  switch (deed) {
    case 'deploy':
      return { ...plan, steps: await planDeployment(parts, deploy, isAdopted) };
    case 'renew':
      return { ...plan, steps: planRenewal(parts) };
    case 'scale': {
      const [component] = parts;
      if (!component || !isScalable(component))
        throw new StepFailed(`${name} can not be given another number of servers`);
      return { ...plan, steps: planScale(component) };
    }
    case 'destroy': {
      const isEverything = name === 'everything' && parts.every(({ recipe }) => recipe);
      const steps = await planDestruction(parts, deploy, { withData, isEverything, isAdopted });
      return { ...plan, steps, measure: (world) => measureLeft(parts, world) };
    }
  }
}

export function isScalable(component: Component): component is Scalable {
  return component.recipe?.scaling !== undefined;
}
