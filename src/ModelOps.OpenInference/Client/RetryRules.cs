namespace ModelOps.OpenInference.Client;

/// <summary>Which failures may be tried again: those in which the server did not answer, or said that it cannot now.</summary>
internal static class RetryRules
{
    /// <param name="error">The failure.</param>
    /// <param name="mayRunTwice">Whether it does no harm when the call runs twice.</param>
    /// <param name="longestWait">Longest wait that is worth it.</param>
    public static bool IsWorthRetry(Exception? error, bool mayRunTwice, TimeSpan longestWait) => error switch
    {
        ServerUnreachableException unreachable => mayRunTwice || !unreachable.MayHaveRun,
        ModelNotReadyException or ServerOverloadedException => ((ModelOpsException)error).RetryAfter is not { } wait || wait <= longestWait,
        _ => false,
    };
}
