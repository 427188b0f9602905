/** Ports that the world agreed upon; https://www.iana.org/assignments/service-names-port-numbers */
export const wellKnownPorts = { ssh: 22, http: 80, https: 443 } as const;
