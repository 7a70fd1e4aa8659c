'use client';

import { useEffect, useRef } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import { AreaSeries, createChart, LineSeries, LineType, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import { chartColours } from './palette';
import classes from './CandleChart.module.css';

/** Floats are right here: pixels need no more. `time` is in seconds. */
export type Point = { time: number; value: number };

/** `last` is the newest value exactly, for whoever reads the figure without its pixels. `beside` is a curve to measure it by; `tone` says whether it is what one has or what one lacks. */
type Props = { name: string; points: Point[]; format: (value: number) => string; label: string; last: string; beside?: Point[]; tone?: Tone };
type Tone = 'accent' | 'fall';
type Parts = { chart: IChartApi; area: ISeriesApi<'Area'>; line: ISeriesApi<'Line'> };

const NONE: Point[] = [];
const drawn = (points: Point[]) => points.map(({ time, value }) => ({ time: time as UTCTimestamp, value }));

/** A value over time, as steps: between two points it is what it was last known to be. `name` tells one curve from another: a new one is shown whole, the same one keeps its place. */
export default function AreaChart({ name, points, format, label, last, beside = NONE, tone = 'accent' }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const shown = useRef('');
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const made = make(host.current!);
    parts.current = made;
    return () => {
      parts.current = null;
      shown.current = '';
      made.chart.remove();
    };
  }, []);

  useEffect(() => paint(parts.current!, format, tone), [scheme, format, tone]);

  useEffect(() => {
    const { chart, area, line } = parts.current!;
    area.setData(drawn(points));
    line.setData(drawn(beside));
    if (shown.current === name && !isAtEnd(chart)) return;
    chart.timeScale().fitContent();
    shown.current = name;
  }, [name, points, beside]);

  return <div ref={host} className={classes.chart} role="figure" aria-label={label} data-points={points.length} data-last={last} />;
}

/** Whether the newest point is in sight; whoever looks at the past is left there. */
function isAtEnd(chart: IChartApi): boolean {
  return chart.timeScale().scrollPosition() >= -1;
}

function make(host: HTMLElement): Parts {
  const chart = createChart(host, {
    autoSize: true,
    timeScale: { timeVisible: true, secondsVisible: false, borderVisible: false, minBarSpacing: 0.1 },
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.12, bottom: 0.08 } },
    crosshair: { mode: 0 },
    localization: { locale: 'en-GB' },
    handleScroll: { mouseWheel: false },
    handleScale: { mouseWheel: false },
  });
  const steps = { lineType: LineType.WithSteps, priceLineVisible: false };
  return { chart, area: chart.addSeries(AreaSeries, { ...steps, lineWidth: 2 }), line: chart.addSeries(LineSeries, { ...steps, lineWidth: 1 }) };
}

function paint({ chart, area, line: beside }: Parts, format: (value: number) => string, tone: Tone): void {
  const { text, line, surface, ...tones } = chartColours();
  const colour = tones[tone];
  const priceFormat = { type: 'custom', formatter: format, minMove: 0.01 } as const;
  chart.applyOptions({
    layout: { background: { color: surface }, textColor: text, fontSize: 11, attributionLogo: true },
    grid: { vertLines: { visible: false }, horzLines: { color: line } },
  });
  area.applyOptions({
    lineColor: colour,
    topColor: `${colour}${tone === 'fall' ? '00' : '40'}`,
    bottomColor: `${colour}${tone === 'fall' ? '40' : '00'}`,
    invertFilledArea: tone === 'fall',
    priceFormat,
  });
  beside.applyOptions({ color: text, priceFormat });
}
