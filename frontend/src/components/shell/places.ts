import { IconActivityHeartbeat, IconBuildingCommunity, IconChartCandle, IconChartPie, IconHistory, IconLayoutDashboard, IconListSearch, IconRobot, IconSettings, IconShieldHalf, IconTrophy, IconUserCheck, type Icon } from '@tabler/icons-react';

export type Place = { href: string; label: string; icon: Icon; key: string };

export const PLACES: Place[] = [
  { href: '/', label: 'Overview', icon: IconLayoutDashboard, key: 'o' },
  { href: '/agents', label: 'Agents', icon: IconRobot, key: 'a' },
  { href: '/farms', label: 'Farms', icon: IconBuildingCommunity, key: 'f' },
  { href: '/approvals', label: 'Approvals', icon: IconUserCheck, key: 'v' },
  { href: '/trading', label: 'Trading', icon: IconChartCandle, key: 't' },
  { href: '/backtests', label: 'Backtests', icon: IconHistory, key: 'b' },
  { href: '/risk', label: 'Risk', icon: IconShieldHalf, key: 'r' },
  { href: '/portfolio', label: 'Portfolio', icon: IconChartPie, key: 'p' },
  { href: '/leaderboard', label: 'Leaderboard', icon: IconTrophy, key: 'l' },
  { href: '/system', label: 'System', icon: IconActivityHeartbeat, key: 's' },
];

/** What is gone to seldom: from the account's menu, and by name. */
export const MORE: Omit<Place, 'key'>[] = [
  { href: '/audit', label: 'Audit log', icon: IconListSearch },
  { href: '/settings', label: 'Settings', icon: IconSettings },
];

export const isAt = (path: string, { href }: Place): boolean => (href === '/' ? path === '/' : path.startsWith(href));
