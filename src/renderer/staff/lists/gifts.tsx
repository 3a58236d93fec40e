import type { ReactNode } from 'react';
import { ListScreen } from '../components/list-screen.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function Gifts(): ReactNode {
  const { frame } = useTexts();
  return (
    <ListScreen title={frame.screens.gifts}>
      <div className="screen-body" />
    </ListScreen>
  );
}
