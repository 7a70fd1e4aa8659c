import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const me = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => read(api.GET('/api/v1/account/me', { signal })),
  staleTime: 60_000,
});

export const signIn = (credentials: { username: string; password: string }) =>
  read(api.POST('/api/v1/account/sign-in', { body: credentials }));

export const signOut = () => read(api.POST('/api/v1/account/sign-out'));
