'use client';

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { Logo } from '@/components/shell/Logo';
import { Problem } from '@/lib/api/problem';
import { signIn } from './queries';
import classes from './SignIn.module.css';

/** Only paths of this console are followed after signing in. */
const inside = (next: string | null) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignIn() {
  const next = inside(useSearchParams().get('next'));
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: { username: (text) => (text ? null : 'Your name is missing.'), password: (text) => (text ? null : 'Your password is missing.') },
  });
  const entering = useMutation({
    mutationFn: signIn,
    // With a load of the page: the router may have prefetched while nobody was signed in, and would go where the
    // proxy sent it then, which is here. Nothing that an earlier account was told remains, either.
    onSuccess: () => window.location.replace(next),
  });
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={form.onSubmit((values) => entering.mutate(values))} noValidate>
        <div className={classes.brand}>
          <Logo size={40} />
          <div>
            <h1 className={classes.name}>Cival</h1>
            <p className={classes.line}>Operate fleets of trading agents</p>
          </div>
        </div>
        <Stack gap="sm">
          {entering.error && <Refusal problem={Problem.of(entering.error)} />}
          <TextInput label="Name" autoComplete="username" autoFocus size="md" {...form.getInputProps('username')} />
          <PasswordInput label="Password" autoComplete="current-password" size="md" {...form.getInputProps('password')} />
          <Button type="submit" size="md" mt="xs" loading={entering.isPending || entering.isSuccess}>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  );
}

function Refusal({ problem }: { problem: Problem }) {
  const wait = problem.retryAfter ? ` Try again in ${Math.ceil(problem.retryAfter / 60)} min.` : '';
  return (
    <Alert color="red" variant="outline" role="alert" p="sm">
      {problem.message}
      {wait}
    </Alert>
  );
}
