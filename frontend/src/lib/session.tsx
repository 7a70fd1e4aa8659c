'use client';

import { createContext, useContext, type ReactNode } from 'react';
import type { Account } from '@/lib/api/types';

const Context = createContext<Account | null>(null);

export function SessionProvider({ account, children }: { account: Account; children: ReactNode }) {
  return <Context.Provider value={account}>{children}</Context.Provider>;
}

export function useAccount(): Account {
  const account = useContext(Context);
  if (!account) throw new Error('useAccount is for pages behind the sign-in');
  return account;
}

/** Whether the account may do something; a convenience for showing actions, the backend decides. */
export function useMay(scope: 'read' | 'trade' | 'operate' | 'admin'): boolean {
  return useAccount().scopes.includes(scope);
}
