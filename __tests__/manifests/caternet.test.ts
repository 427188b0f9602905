import { reviewedCharts } from '../support/reviewed';

reviewedCharts('caternet');
