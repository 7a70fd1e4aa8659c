import Link from 'next/link';
import { Empty } from '@/components/feedback/States';

export default function NotFound() {
  return (
    <main>
      <Empty title="There is no such page" action={<Link href="/">To the overview</Link>} />
    </main>
  );
}
