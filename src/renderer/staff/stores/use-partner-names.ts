/** Trade names for the party ids that lists carry. */
import { useQuery } from './use-query.ts';

/** The name of a partner, or what was given when no partner has that id. */
export function usePartnerNames(): (id: string) => string {
  const { value: partners } = useQuery('partners.list', {}, ['partners']);
  return (id) => partners?.find((partner) => partner.id === id)?.name ?? id;
}
