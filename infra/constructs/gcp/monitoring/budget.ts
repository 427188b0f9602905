import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget';
import { Construct } from 'constructs';

export interface BudgetProps {
  readonly name: string;
  readonly billingAccount: string;
  readonly projectNumber: string;
  /** A month, in the currency of the account. */
  readonly amount: number;
  readonly currency: string;
  /** Ids of the channels that are told. */
  readonly channels: string[];
}

/** Parts of the amount at which it tells, of what was spent. */
const THRESHOLDS = [0.5, 0.9, 1];

/** Tells what a project costs; it stops nothing. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { name, billingAccount, projectNumber, amount, currency: currencyCode, channels } = props;
    new BillingBudget(this, 'Resource', {
      billingAccount,
      displayName: name,
      budgetFilter: { projects: [`projects/${projectNumber}`], calendarPeriod: 'MONTH' },
      amount: { specifiedAmount: { currencyCode, units: String(amount) } },
      thresholdRules: [
        ...THRESHOLDS.map((thresholdPercent) => ({ thresholdPercent, spendBasis: 'CURRENT_SPEND' })),
        // What the month will cost if it goes on like this.
        { thresholdPercent: 1, spendBasis: 'FORECASTED_SPEND' },
      ],
      allUpdatesRule: { monitoringNotificationChannels: channels, disableDefaultIamRecipients: false },
    });
  }
}
