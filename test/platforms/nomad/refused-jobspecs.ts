/** Jobspecs that are refused, with what Nomad says of them. */
export const refusedJobspecs: readonly (readonly [hcl: string, because: string])[] = [
  [
    'job "x" {\n  banana = 1\n}',
    'input.hcl:2,3-9: Unsupported argument; An argument named "banana" is not expected here.',
  ],
  [
    'job "x" {\n  banana {\n  }\n}',
    'input.hcl:2,3-9: Unsupported block type; Blocks of type "banana" are not expected here.',
  ],
  ['job "x" {\n  type = "a" "b"\n}', 'input.hcl:2,14-15: Missing newline after argument'],
  ['job "x" {\n  type = \n}', 'input.hcl:2,10-3,1: Invalid expression'],
  ['job "x" {\n  type "service"\n}', 'input.hcl:2,17-3,1: Invalid block definition'],
  ['job "x" {\n', 'input.hcl:1,9-10: Unclosed configuration block'],
  ['job "x" {\n type = "abc\n}', 'input.hcl:2,13-3,1: Invalid multi-line string'],
  ['job "x" {\n  group {\n  }\n}', 'input.hcl:2,9-10: Missing name for group'],
  ['job "x" {\n  group "a" "b" {\n  }\n}', 'input.hcl:2,13-16: Extraneous label for group'],
  ['group "x" {\n}', 'input.hcl:1,1-6: Unsupported block type'],
  ['', 'Job spec is empty'],
  ['job "x" {\n type = var.nope\n}', 'input.hcl:2,12-17: Unsupported attribute'],
  ['variable "a" {\n}\njob "x" {\n type = var.a\n}', 'Unset variable "a"'],
  [
    'variable "a" {\n type = banana\n}\njob "x" {\n}',
    'input.hcl:2,9-15: Invalid type specification',
  ],
  [
    'job "x" {\n priority = "abc"\n}',
    'input.hcl:2,14-17: Unsuitable value type; Unsuitable value: a number is required',
  ],
  ['job "x" {\n priority = 1.5\n}', 'value must be a whole number'],
  ['job "x" {\n datacenters = "dc1"\n}', 'list of string required, but have string'],
  ['job "x" {\n all_at_once = "yes"\n}', 'Unsuitable value: a bool is required'],
  [
    'job "x" {\n group "g" {\n  restart {\n   delay = "abc"\n  }\n }\n}',
    'input.hcl:4,13-16: Unsuitable value type; Unsuitable duration value: time: invalid duration "abc"',
  ],
  [
    'job "x" {\n type = "a"\n type = "b"\n}',
    'input.hcl:3,2-6: Attribute redefined; The argument "type" was already set at input.hcl:2,2-6.',
  ],
  ['job "x" {\n update {\n }\n update {\n }\n}', 'input.hcl:4,2-8: Duplicate update block'],
  ['job "x" {\n}\njob "y" {\n}', 'input.hcl:3,1-8: Duplicate job block'],
  ['job "x" {\n @\n}', 'input.hcl:2,2-3: Invalid character'],
  ['job "x" {\n type = "\\q"\n}', 'input.hcl:2,10-12: Invalid escape sequence'],
  ['job "x" { group "g" {} }', 'input.hcl:1,11-18: Argument definition required'],
  [
    'job "x" {\n  group "g" { count = 1 foo = 2 }\n}',
    'input.hcl:2,25-28: Invalid single-argument block definition',
  ],
  ['job "${var.a}" {\n}', 'input.hcl:1,6-8: Invalid string literal'],
  ['job "x" {\n  datacenters = ["a" "b"]\n}', 'input.hcl:2,22-23: Missing item separator'],
  ['"job" {\n}', 'input.hcl:1,1-2: Invalid argument name'],
  ['job "x" {\n type: "a"\n}', 'input.hcl:2,2-6: Argument or block definition required'],
  ['job {\n}', 'input.hcl:1,5-6: Missing name for job'],
  [
    'job "x" {\n group "g" {\n task "t" {\n lifecycle {\n sidecar = true\n }\n}\n}\n}',
    'Missing required argument; The argument "hook" is required, but no definition was found.',
  ],
];
