import { CertificateManagerCertificate } from '@cdktf/provider-google/lib/certificate-manager-certificate';
import { CertificateManagerCertificateMap } from '@cdktf/provider-google/lib/certificate-manager-certificate-map';
import { CertificateManagerCertificateMapEntry } from '@cdktf/provider-google/lib/certificate-manager-certificate-map-entry';
import { CertificateManagerDnsAuthorization } from '@cdktf/provider-google/lib/certificate-manager-dns-authorization';
import { Construct } from 'constructs';

export interface CertificateProps {
  /** Of the certificate, its authorization and its map. */
  readonly name: string;
  /** DNS name that it is for. */
  readonly host: string;
}

/**
 * A certificate that Google renews, because a DNS record says whose the name is: it is ready before the name points to the
 * load balancer. https://docs.cloud.google.com/certificate-manager/docs/domain-authorization#dns-auth
 */
export class Certificate extends Construct {
  /** What a target proxy takes. */
  public readonly map: string;
  /** The DNS record to create, as a line of a zone file. */
  public readonly record: string;

  constructor(scope: Construct, id: string, { name, host }: CertificateProps) {
    super(scope, id);
    const authorization = new CertificateManagerDnsAuthorization(this, 'authorization', { name, domain: host });
    const certificate = new CertificateManagerCertificate(this, 'Resource', {
      name,
      managed: { domains: [host], dnsAuthorizations: [authorization.id] },
    });
    const map = new CertificateManagerCertificateMap(this, 'map', { name });
    new CertificateManagerCertificateMapEntry(this, 'entry', {
      name,
      map: map.name,
      certificates: [certificate.id],
      hostname: host,
    });
    this.map = `//certificatemanager.googleapis.com/${map.id}`;
    const record = authorization.dnsResourceRecord.get(0);
    this.record = `${record.name} 300 IN ${record.type} ${record.data}`;
  }
}
