'use client';

import { useEffect, useRef } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { chartColours } from './palette';
import classes from './CandleChart.module.css';

/** Floats are right here: pixels need no more. `time` is the opening in seconds. */
export type Bar = { time: number; open: number; high: number; low: number; close: number; volume: number };
export type Mark = { time: number; side: 'buy' | 'sell'; text: string };

type Props = { name: string; bars: Bar[]; forming: Bar | null; marks: Mark[]; places: number; label: string };
type Drawn = { name: string; bars: Bar[] };
type Parts = { chart: IChartApi; candles: ISeriesApi<'Candlestick'>; volume: ISeriesApi<'Histogram'>; markers: ISeriesMarkersPluginApi<Time> };

const BLANK: Drawn = { name: '', bars: [] };
const KEPT = 3000;

/** Candles with volume, the bar that is forming, and marks where something was traded. `name` tells one chart from another. */
export default function CandleChart({ name, bars, forming, marks, places, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const drawn = useRef<Drawn>(BLANK);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const made = make(host.current!);
    parts.current = made;
    return () => {
      parts.current = null;
      drawn.current = BLANK;
      made.chart.remove();
    };
  }, []);

  useEffect(() => paint(parts.current!, places), [scheme, places]);

  useEffect(() => {
    drawn.current = drawBars(parts.current!, drawn.current, name, bars);
  }, [name, bars, scheme]);

  useEffect(() => {
    const isNext = forming && drawn.current.name === name && forming.time > (drawn.current.bars.at(-1)?.time ?? Infinity);
    if (isNext) parts.current!.candles.update(candle(forming));
  }, [name, forming]);

  useEffect(() => parts.current!.markers.setMarkers(marks.map(marker)), [marks, scheme]);

  return <div ref={host} className={classes.chart} role="figure" aria-label={label} data-bars={bars.length} data-marks={marks.length} />;
}

/** Draw closed bars; those drawn before stay, and so does the part of the chart one looks at: its end, or a moment of the past. */
function drawBars({ chart, candles, volume }: Parts, before: Drawn, name: string, bars: Bar[]): Drawn {
  const isNew = before.name !== name || !before.bars.length;
  const all = isNew ? bars : merge(before.bars, bars);
  const scale = chart.timeScale();
  const fromEnd = scale.scrollPosition();
  const seen = scale.getVisibleLogicalRange();
  candles.setData(all.map(candle));
  volume.setData(all.map(column));
  if (isNew) scale.resetTimeScale();
  else if (fromEnd >= 0) scale.scrollToPosition(fromEnd, false);
  else if (seen) {
    const dropped = before.bars.findIndex(({ time }) => time === all[0]?.time);
    scale.setVisibleLogicalRange({ from: seen.from - dropped, to: seen.to - dropped });
  }
  return { name, bars: all };
}

function merge(before: Bar[], bars: Bar[]): Bar[] {
  const first = bars[0]?.time ?? Infinity;
  return [...before.filter(({ time }) => time < first), ...bars].slice(-KEPT);
}

const candle = ({ time, ...bar }: Bar) => ({ time: time as UTCTimestamp, open: bar.open, high: bar.high, low: bar.low, close: bar.close });
const column = ({ time, open, close, volume }: Bar) => {
  const { rise, fall } = chartColours();
  return { time: time as UTCTimestamp, value: volume, color: `${close >= open ? rise : fall}44` };
};

function marker({ time, side, text }: Mark): SeriesMarker<Time> {
  const { accent, fall } = chartColours();
  const isBuy = side === 'buy';
  return { time: time as UTCTimestamp, position: isBuy ? 'belowBar' : 'aboveBar', shape: isBuy ? 'arrowUp' : 'arrowDown', color: isBuy ? accent : fall, text, size: 1.1 };
}

function make(host: HTMLElement): Parts {
  const chart = createChart(host, {
    autoSize: true,
    timeScale: { timeVisible: true, secondsVisible: true, rightOffset: 4, borderVisible: false, barSpacing: 6.5, minBarSpacing: 1.5 },
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.08, bottom: 0.24 } },
    crosshair: { mode: 0 },
    localization: { locale: 'en-GB' },
  });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  return { chart, candles, volume, markers: createSeriesMarkers(candles, []) };
}

function paint({ chart, candles }: Parts, places: number): void {
  const { text, line, surface, rise, fall } = chartColours();
  chart.applyOptions({
    layout: { background: { color: surface }, textColor: text, fontSize: 11, attributionLogo: true },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
  });
  candles.applyOptions({ upColor: rise, downColor: fall, wickUpColor: rise, wickDownColor: fall, priceFormat: { type: 'price', precision: places, minMove: 10 ** -places } });
}
