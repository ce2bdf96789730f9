#!/usr/bin/env node
import { Command } from 'commander';
import type { OpenOptions } from './commands/open.ts';
import { parseConfig } from './config.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const config = (): ReturnType<typeof parseConfig> => parseConfig(process.env);

const program = new Command('hashinetes')
  .description('Run Kubernetes, Nomad, Vault and Consul by talking.')
  .showHelpAfterError('(hashinetes --help tells more)');

program
  .command('serve')
  .description('Serve the voice channels over HTTP; with nothing configured, against a sandbox.')
  .action(async () => {
    const { serve } = await import('./commands/serve.ts');
    await serve(config(), print);
  });

program
  .command('talk')
  .description('Have the conversation in this terminal. Begin with "talk to hashinetes".')
  .option('--url <url>', 'talk to this server instead of one that runs here or a new one')
  .action(async ({ url }: { url?: string }) => {
    const { talk } = await import('./commands/talk.ts');
    const { stdin: input, stdout: output } = process;
    await talk({ config: config(), url, input, output, isTerminal: input.isTTY && output.isTTY });
  });

program
  .command('say')
  .description('Say one sentence and print the answer.')
  .argument('<words...>', 'what to say')
  .option('--session <id>', 'the conversation it belongs to', 'say')
  .option('--url <url>', 'the server to say it to')
  .option('--json', 'print the whole reply as JSON')
  .action(async (words: string[], options: { session: string; url?: string; json?: boolean }) => {
    const { say } = await import('./commands/say.ts');
    await say(config(), words.join(' '), options, print);
  });

program
  .command('parse')
  .description('Print what a sentence would be understood as, without acting.')
  .argument('[words...]', 'the sentence')
  .option('--jsonl', 'read one sentence a line from standard input, print one JSON a line')
  .action(async (words: string[], { jsonl = false }: { jsonl?: boolean }, command: Command) => {
    const { parse, parseLines } = await import('./commands/parse.ts');
    if (jsonl) return parseLines(config(), process.stdin, print);
    if (words.length === 0)
      command.error('Give a sentence, or --jsonl and sentences on standard input.');
    return parse(config(), words.join(' '), print);
  });

program
  .command('worker')
  .description('Trade a service account at Vault for database credentials, and use them once.')
  .option('--keep-lease', 'let the lease end by itself instead of giving it back')
  .action(async ({ keepLease = false }: { keepLease?: boolean }) => {
    const { worker } = await import('./commands/worker.ts');
    await worker(config(), { keepLease }, print);
  });

program
  .command('doctor')
  .description('Look at whatever is configured: reachable, permitted, certificates, clocks.')
  .option('--json', 'print what was found as JSON')
  .action(async (options: { json?: boolean }) => {
    const { doctor } = await import('./commands/doctor.ts');
    if (!(await doctor(config(), options, print))) process.exitCode = 1;
  });

program
  .command('open')
  .description('Bring a dashboard to the browser, its certificate verified.')
  .argument('<dashboard>', 'nomad, consul or vault')
  .option('--print', 'print the address and open no browser')
  .option('--show-token', 'print the token to log in with')
  .option('--cluster <name>', 'the cluster that it is in, of HASHINETES_CLUSTERS')
  .action(async (name: string, options: OpenOptions) => {
    const { open } = await import('./commands/open.ts');
    const ending = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
    await open(config(), name, options, { print, signal: ending.signal });
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
