import type { Metadata } from 'next';
import { PageHead } from '@/components/shell/PageHead';
import { CreateFarm } from '@/features/farms/CreateFarm';
import { LazyFarmList } from '@/features/farms/LazyFarmList';

export const metadata: Metadata = { title: 'Farms' };

export default function FarmsPage() {
  return (
    <>
      <PageHead title="Farms">
        <CreateFarm />
      </PageHead>
      <LazyFarmList />
    </>
  );
}
