/* Asks the device for a passkey and sends its answer. The page says what to do without this. */
const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const decoded = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

const acts = {
  async create(options) {
    const made = await navigator.credentials.create({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: decoded(options.excludeCredentials),
    } });
    return said(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? null,
    });
  },
  async get(options) {
    const given = await navigator.credentials.get({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: decoded(options.allowCredentials),
    } });
    const { authenticatorData, signature, userHandle } = given.response;
    return said(given, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  },
};

const said = (credential, response) => JSON.stringify({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  extensions: JSON.stringify(credential.getClientExtensionResults()),
});

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const complaint = form.querySelector(".wrong");
  const ask = async () => {
    complaint.hidden = true;
    try {
      form.elements.credential.value = await acts[form.dataset.passkey](
        JSON.parse(form.dataset.options));
    } catch {
      complaint.textContent = form.dataset.failed;
      complaint.hidden = false;
      return;
    }
    form.submit();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  ask();
});
