import type { ReactNode } from 'react';
import { ListScreen } from '../components/list-screen.tsx';
import { useTexts } from '../stores/use-texts.ts';

export function AgencyRequests(): ReactNode {
  const { frame } = useTexts();
  return (
    <ListScreen title={frame.screens.agencyRequests}>
      <div className="screen-body" />
    </ListScreen>
  );
}
