'use client';

import { useQuery } from '@tanstack/react-query';
import { IconBuildingBank } from '@tabler/icons-react';
import { Columns, Stacked } from '@/components/data/Columns';
import { CopyId } from '@/components/data/CopyId';
import { Figure, Figures } from '@/components/data/Figure';
import { KeyValues } from '@/components/data/KeyValues';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { Quantity } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import { humanise } from '@/lib/format';
import { MoveMoney } from './MoveMoney';
import { VaultLedger } from './VaultLedger';
import { vaultOf } from './queries';

/** An agent's vault: what is in it, its addresses, and what went in and out. */
export function VaultView({ agentId }: { agentId: string }) {
  const query = useQuery(vaultOf(agentId));
  const none = (
    <Panel title="Vault">
      <Empty title="No vault" icon={IconBuildingBank}>
        This agent was made without DeFi.
      </Empty>
    </Panel>
  );
  return (
    <Answer query={query} failed={(problem) => (problem.code === 'vault_disabled' ? none : undefined)}>
      {(vault) => (
        <Columns>
          <Stacked>
            <Panel title="Vault" aside={<Provenance source={vault.source} asOf={null} />}>
              {vault.balances.length ? (
                <Figures>
                  {vault.balances.map(({ asset, amount }) => (
                    <div key={asset} data-row={asset}>
                      <Figure label={asset}>
                        <Quantity value={amount} name="amount" />
                      </Figure>
                    </div>
                  ))}
                </Figures>
              ) : (
                <Empty title="The vault is empty" icon={IconBuildingBank}>Move cash into it from the agent’s trading account.</Empty>
              )}
              <MoveMoney vaultId={vault.id} />
            </Panel>
            <VaultLedger vaultId={vault.id} />
          </Stacked>
          <Panel title="Addresses" aside={<Status value={vault.status} />}>
            <KeyValues
              items={vault.addresses.map(({ network, address, chainId }) => [
                `${humanise(network)} · ${chainId}`,
                <CopyId key={network} value={address} label={`${network} address`} />,
              ])}
            />
          </Panel>
        </Columns>
      )}
    </Answer>
  );
}
