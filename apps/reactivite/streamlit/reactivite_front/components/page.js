// data: {path, code, forget}. With a code: brings it to the server, which sets the cookie. To forget: has it deleted.
const settled = new Set();

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = 'fr';
  const todo = data.code ?? (data.forget ? 'forget' : null);
  if (todo === null) {
    settled.delete('forget');
    return;
  }
  if (settled.has(todo)) return;
  settled.add(todo);
  const request = data.code ? { method: 'POST', body: data.code } : { method: 'DELETE' };
  fetch(data.path, { ...request, credentials: 'same-origin' })
    .catch(() => undefined)
    // Whatever came of it: a code is good once. Without the cookie, a reload asks for the password again.
    .then(() => setTriggerValue('done', todo));
}
