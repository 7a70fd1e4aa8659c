'use client';

import { useEffect, type ReactNode } from 'react';
import { usePathname, useRouter } from 'next/navigation';
import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '@/components/feedback/States';
import { Problem } from '@/lib/api/problem';
import { useConnection } from '@/lib/realtime/hooks';
import { RealtimeProvider } from '@/lib/realtime/provider';
import { SessionProvider } from '@/lib/session';
import { me } from './queries';

/** Lets in who has a session; everybody else signs in first and comes back to where they wanted to go. */
export function Gate({ children }: { children: ReactNode }) {
  const { data: account, error, refetch } = useQuery(me);
  const isSignedOut = error !== null && Problem.of(error).status === 401;
  useLeave(isSignedOut);
  if (account && !isSignedOut) {
    return (
      <SessionProvider account={account}>
        <RealtimeProvider key={account.id}>
          <SessionWatch />
          {children}
        </RealtimeProvider>
      </SessionProvider>
    );
  }
  if (error && !isSignedOut) {
    return (
      <Center mih="100dvh">
        <Failure error={error} retry={() => void refetch()} />
      </Center>
    );
  }
  return (
    <Center mih="100dvh" role="status" aria-label="Opening the console">
      <Loader type="dots" />
    </Center>
  );
}

function useLeave(isSignedOut: boolean): void {
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    if (!isSignedOut) return;
    const wanted = path + window.location.search;
    router.replace(wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`);
  }, [isSignedOut, path, router]);
}

/** A socket that is refused tells that the session has ended before any request does. */
function SessionWatch() {
  const { status } = useConnection();
  const { refetch } = useQuery(me);
  useEffect(() => {
    if (status === 'refused') void refetch();
  }, [status, refetch]);
  return null;
}
