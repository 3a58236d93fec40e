/** What our own server answers to a page's script, or why it does not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: string };

/**
 * POSTs JSON. A refusal is what the server says to the customer.
 *
 * @param broken said when the server can't be reached or answers something else
 */
export async function askServer<T>(path: string, question: unknown, broken: string): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      cache: 'no-store',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(question),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer as T };
    const isSaid = typeof answer === 'object' && answer !== null && 'text' in answer;
    return { ok: false, text: isSaid ? String(answer.text) : broken };
  } catch {
    return { ok: false, text: broken };
  }
}

/** A button that shows it is at work, until it is told to rest. */
export function keepBusy(button: HTMLButtonElement): () => void {
  const name = button.textContent;
  button.disabled = true;
  button.textContent = button.dataset.busy!;
  return () => {
    button.disabled = false;
    button.textContent = name;
  };
}
