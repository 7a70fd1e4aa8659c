'use client';

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', display: 'grid', placeItems: 'center', minHeight: '100dvh' }}>
        <main style={{ textAlign: 'center' }}>
          <h1 style={{ fontSize: 18 }}>The console broke</h1>
          <button onClick={reset}>Try again</button>
        </main>
      </body>
    </html>
  );
}
