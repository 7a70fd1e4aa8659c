'use client';

import { Component, type ReactNode } from 'react';
import { Failure } from './States';

/** Keeps a broken part from taking the page with it. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Failure error={error} retry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
