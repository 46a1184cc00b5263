import { testTrials } from "./trial_tests.ts";

testTrials(0, 6, "chance");
