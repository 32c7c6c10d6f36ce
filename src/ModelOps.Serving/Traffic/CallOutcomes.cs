namespace ModelOps.Serving;

internal static class CallOutcomes
{
    // A request that is not valid counts as failed: both variants get their share of those, and a variant that refuses what the other takes is worse.
    public static CallOutcome Of(Exception failure) => failure is OperationCanceledException or QuotaExceededException or ServerOverloadedException ? CallOutcome.NotJudged : CallOutcome.Failed;

    public static CallOutcome Of(InferenceResponse response) => response.IsCached ? CallOutcome.Cached : CallOutcome.Answered;
}
