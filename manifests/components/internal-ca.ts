import { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
  ClusterIssuer,
  Issuer,
} from '../../imports/cert-manager.io';
import { clusterScoped, namespaced } from '../constructs/metadata';
import { SecretRef } from '../constructs/secret-ref';
import { SystemChart } from '../constructs/system-chart';
import type { Volume } from '../constructs/volumes';
import { type CertificateAuthority, type ServerAddresses, trusting } from './certificate-authority';

/** Where cert-manager looks for the Secrets of ClusterIssuers; https://cert-manager.io/docs/configuration/#cluster-resource-namespace */
const CLUSTER_RESOURCES = 'cert-manager';

const ecdsa = { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 256 };

/**
 * A certificate authority of the system's own, for TLS inside the cluster. Its key stays in cert-manager's namespace;
 * workloads of any namespace get certificates from it, and clients its certificate (`trust`), by name of the ClusterIssuer.
 */
export class InternalCa extends Construct implements CertificateAuthority {
  /** Name of the ClusterIssuer. */
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = `${SystemChart.of(this).system}-${id}`;
    const root = `${this.name}-root`;
    const inCertManager = (name: string) => ({ ...clusterScoped({ name, app: id }), namespace: CLUSTER_RESOURCES });
    new Issuer(this, 'Root', { metadata: inCertManager(root), spec: { selfSigned: {} } });
    new Certificate(this, 'Certificate', {
      metadata: inCertManager(this.name),
      spec: {
        isCa: true,
        commonName: this.name,
        secretName: this.name,
        duration: hours(10 * 365),
        renewBefore: hours(365),
        // Renewed with the same key, the old and the new certificate vouch for each other's leaves: no client notices.
        privateKey: { ...ecdsa, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.NEVER },
        issuerRef: { kind: 'Issuer', name: root },
      },
    });
    new ClusterIssuer(this, 'Issuer', {
      metadata: clusterScoped({ name: this.name, app: id }),
      spec: { ca: { secretName: this.name } },
    });
  }

  serverCertificate(scope: Construct, name: string, addresses: ServerAddresses): SecretRef {
    return this.issue(scope, name, {
      dnsNames: [...addresses.dnsNames],
      ipAddresses: [...addresses.ipAddresses],
      usages: [
        CertificateSpecUsages.DIGITAL_SIGNATURE,
        CertificateSpecUsages.SERVER_AUTH,
        ...(addresses.peers ? [CertificateSpecUsages.CLIENT_AUTH] : []),
      ],
    });
  }

  /**
   * cert-manager writes the authority's certificate beside every certificate that it signs, so a client's certificate is asked for and the rest of its Secret stays
   * unmounted: no key is copied between namespaces, and nothing has to be installed for it.
   */
  trust(scope: Construct, name: string): Volume {
    const { name: secretName } = this.issue(scope, name, {
      commonName: name,
      usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.CLIENT_AUTH],
    });
    return trusting(secretName);
  }

  private issue(scope: Construct, name: string, subject: Subject): SecretRef {
    new Certificate(scope, name, {
      metadata: namespaced(scope, { name }),
      spec: {
        ...subject,
        secretName: name,
        duration: hours(90),
        renewBefore: hours(30),
        privateKey: { ...ecdsa, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS },
        issuerRef: { kind: 'ClusterIssuer', name: this.name },
      },
    });
    return new SecretRef(name);
  }
}

interface Subject {
  readonly commonName?: string;
  readonly dnsNames?: string[];
  readonly ipAddresses?: string[];
  readonly usages: CertificateSpecUsages[];
}

/** Days as cert-manager writes durations. */
function hours(days: number): string {
  return `${days * 24}h`;
}
