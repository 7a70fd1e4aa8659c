'use client';

import { useQuery } from '@tanstack/react-query';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Age } from '@/components/numbers/Age';
import { Provenance } from '@/components/numbers/Provenance';
import { Status } from '@/components/numbers/Status';
import type { Health } from '@/lib/api/types';
import { humanise } from '@/lib/format';
import { health } from './queries';
import classes from './HealthPanel.module.css';

/** How the platform does: a score with its reasons, and every probe. */
export function HealthPanel() {
  const query = useQuery(health);
  return (
    <Panel title="Health" aside={query.data && <Provenance source="live" asOf={query.data.asOf} staleAfter={12} />} flush>
      <Answer query={query}>
        {(found) => (
          <>
            <Score health={found} />
            <ul className={classes.probes}>
              {found.checks.map((check) => (
                <li key={check.name} className={classes.probe}>
                  <span className={classes.name}>{humanise(check.name)}</span>
                  <span className={classes.detail}>
                    {check.detail}
                    {check.asOf !== found.asOf && (
                      <>
                        {' '}
                        Looked at <Age at={check.asOf} />.
                      </>
                    )}
                  </span>
                  <Status value={check.status} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </Panel>
  );
}

function Score({ health: { overall, score, starting, asOf } }: { health: Health }) {
  return (
    <div className={classes.score} data-overall={overall}>
      <span className={classes.number} data-figure="score" data-value={score}>
        {score}
      </span>
      <span>
        <Status value={overall} />
        <span className={classes.detail}>
          {starting ? 'Still starting' : 'of 100 points'}, checked <Age at={asOf} />
        </span>
      </span>
      <span className={classes.bar} role="meter" aria-label="Health score" aria-valuenow={score} aria-valuemin={0} aria-valuemax={100}>
        <span style={{ width: `${score}%` }} />
      </span>
    </div>
  );
}
