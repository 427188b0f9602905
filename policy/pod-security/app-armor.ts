import { contexts, control } from './control';

/** `securityContext.appArmorProfile.type` and the older annotation: undefined, `RuntimeDefault` or `Localhost`. */
export const appArmor = control(
  { id: 'app-armor', protects: "The runtime's AppArmor profile confines every container." },
  (pod) => [
    ...contexts(pod).flatMap(({ who, context }) => {
      const type = context.appArmorProfile?.type ?? 'RuntimeDefault';
      return ['RuntimeDefault', 'Localhost'].includes(type) ? [] : [`${who} has the AppArmor profile ${type}`];
    }),
    ...Object.entries(pod.annotations)
      .filter(([key]) => key.startsWith('container.apparmor.security.beta.kubernetes.io/'))
      .filter(([, profile]) => profile !== '' && profile !== 'runtime/default' && !profile.startsWith('localhost/'))
      .map(([key, profile]) => `the annotation ${key} is ${profile}`),
  ],
);
