'use client';

import { Failure } from '@/components/feedback/States';

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return <Failure error={error} retry={reset} />;
}
