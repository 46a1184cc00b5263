import { testTrials } from "./trial_tests.ts";

testTrials(6, 12, "chance-more");
