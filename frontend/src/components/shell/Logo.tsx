/** The mark: a candle in an open ring. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <rect width="32" height="32" rx="9" fill="#4653d6" />
      <path d="M23 10.6a9 9 0 1 0 0 10.8" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M16.6 10.5v11" stroke="#fff" strokeWidth="1.6" strokeLinecap="round" opacity=".75" />
      <rect x="14.3" y="13" width="4.6" height="6" rx="1.2" fill="#fff" />
    </svg>
  );
}
