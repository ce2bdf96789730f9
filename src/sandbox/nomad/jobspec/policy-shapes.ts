import { many, shape } from './shape.ts';

export const constraint = shape({ text: 'attribute:LTarget value:RTarget operator:Operand' });
export const affinity = shape({
  text: 'attribute:LTarget value:RTarget operator:Operand',
  number: 'weight',
});
export const spread = shape(
  { text: 'attribute', number: 'weight' },
  { target: many('SpreadTarget', shape({ number: 'percent' }), 'Value') },
);
export const update = shape({
  number: 'max_parallel canary',
  text: 'health_check',
  flag: 'auto_revert auto_promote',
  duration: 'stagger min_healthy_time healthy_deadline progress_deadline',
});
export const migrate = shape({
  number: 'max_parallel',
  text: 'health_check',
  duration: 'min_healthy_time healthy_deadline',
});
export const restart = shape({
  number: 'attempts',
  text: 'mode',
  flag: 'render_templates',
  duration: 'interval delay',
});
export const reschedule = shape({
  number: 'attempts',
  text: 'delay_function',
  flag: 'unlimited',
  duration: 'interval delay max_delay',
});
