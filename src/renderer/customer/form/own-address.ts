/**
 * A page that answers a refused form stands at that form's address, and whoever reloads it or comes back to it is asked by
 * the browser whether to send everything again. The language switch knows the address at which the page itself is had.
 */
const back = document.querySelector<HTMLInputElement>('form.languages input[name="back"]');
if (back) history.replaceState(history.state, '', back.value);
