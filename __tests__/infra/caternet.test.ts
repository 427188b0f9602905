import { reviewedStacks } from '../support/reviewed';

// What must be so whoever reviews it stands in the files of its parts.
reviewedStacks('caternet');
