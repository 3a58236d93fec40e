import type { ReactNode } from 'react';
import { ListScreen } from '../components/list-screen.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function Wallets(): ReactNode {
  const { frame } = useTexts();
  return (
    <ListScreen title={frame.screens.wallets}>
      <div className="screen-body" />
    </ListScreen>
  );
}
