import Link from 'next/link';
import { IconTimeline } from '@tabler/icons-react';
import classes from './StoryLink.module.css';

type Props = { of: string; label?: string };

/** The way to the whole story of an event, call, order or fill, by its own id or by that of the story. */
export function StoryLink({ of, label }: Props) {
  return (
    <Link href={`/stories/${of}`} className={classes.link} title="The whole story" aria-label={label ? `${label}: the whole story` : 'The whole story'}>
      <IconTimeline size={14} aria-hidden />
      {label}
    </Link>
  );
}
