import { Component, type ReactNode } from 'react';

interface GuardProps {
  readonly children: ReactNode;
  readonly onError: (error: unknown) => void;
}

/** Shows nothing once a component has thrown. */
export class Guard extends Component<GuardProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    return this.state.broken ? null : this.props.children;
  }
}
