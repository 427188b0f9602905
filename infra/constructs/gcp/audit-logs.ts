import { ProjectIamAuditConfig } from '@cdktf/provider-google/lib/project-iam-audit-config';
import { Construct } from 'constructs';

/**
 * Writes down who did what in a project: what is changed is logged anyway, what is looked up of the project itself by this,
 * and every read and write of data in the services that are named, by construct id.
 * https://cloud.google.com/logging/docs/audit/configure-data-access
 */
export class AuditLogs extends Construct {
  constructor(scope: Construct, id: string, project: string, services: Readonly<Record<string, string>>) {
    super(scope, id);
    new ProjectIamAuditConfig(this, 'all', {
      project,
      service: 'allServices',
      auditLogConfig: [{ logType: 'ADMIN_READ' }],
    });
    for (const [name, service] of Object.entries(services)) {
      new ProjectIamAuditConfig(this, name, {
        project,
        service,
        auditLogConfig: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
      });
    }
  }
}
