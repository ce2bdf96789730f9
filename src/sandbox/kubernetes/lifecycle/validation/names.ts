import { invalidValue, required } from '../../cause.ts';
import type { Cause } from '../../status-error.ts';
import type { Draft } from '../../store/object.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

const rules = {
  subdomain: {
    pattern: new RegExp(`^${label}(\\.${label})*$`),
    longest: 253,
    advice:
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
      `(e.g. 'example.com', regex used for validation is '${label}(\\.${label})*')`,
  },
  label: {
    pattern: new RegExp(`^${label}$`),
    longest: 63,
    advice:
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
      `(e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
  },
  service: {
    pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    longest: 63,
    advice:
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character " +
      "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  },
  segment: {
    pattern: /^(?!\.{1,2}$)[^/%]+$/,
    longest: 253,
    advice: "may not be '.' or '..' or contain '/' or '%'",
  },
};

const ruleOf: Readonly<Record<string, keyof typeof rules>> = {
  Namespace: 'label',
  StatefulSet: 'label',
  Service: 'service',
  Role: 'segment',
  RoleBinding: 'segment',
  ClusterRole: 'segment',
  ClusterRoleBinding: 'segment',
};

export function nameCauses({ kind, metadata: { name } }: Draft): Cause[] {
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  const rule = rules[ruleOf[kind] ?? 'subdomain'];
  if (name.length > rule.longest)
    return [invalidValue('metadata.name', name, `must be no more than ${rule.longest} bytes`)];
  return rule.pattern.test(name) ? [] : [invalidValue('metadata.name', name, rule.advice)];
}

const value = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

export function labelCauses({ metadata }: Draft): Cause[] {
  return Object.values(metadata.labels ?? {})
    .filter((one) => !value.test(one) || one.length > 63)
    .map((one) =>
      invalidValue(
        'metadata.labels',
        one,
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
          "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      ),
    );
}
