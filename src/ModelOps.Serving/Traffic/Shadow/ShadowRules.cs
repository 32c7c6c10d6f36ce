namespace ModelOps.Serving;

/// <summary>What a shadow policy must fulfil.</summary>
internal static class ShadowRules
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Check(ShadowPolicy policy, string key)
    {
        if (policy is { Alias: null, Client: null }) { yield return $"{key} names neither Alias nor Client. Give one of them, or both."; }
        if (policy.Alias is not null && !ModelReference.IsAlias(policy.Alias)) { yield return $"{key}:Alias is '{policy.Alias}'. Give an alias such as 'candidate'."; }
        if (policy.Client is not null && string.IsNullOrWhiteSpace(policy.Client)) { yield return $"{key}:Client is '{policy.Client}'. Give the key of a client among the services, or leave it out."; }
        if (policy.Share is not (> 0 and <= 1)) { yield return $"{key}:Share is {policy.Share}. Give more than 0, 1 at most, such as 0.1."; }
        if (policy.MaxInFlight is < 1 or > 64) { yield return $"{key}:MaxInFlight is {policy.MaxInFlight}. Give 1 to 64."; }
        if (policy.MaxQueued is < 1 or > 10_000) { yield return $"{key}:MaxQueued is {policy.MaxQueued}. Give 1 to 10,000."; }
        if (policy.MaxBytes < 1024) { yield return $"{key}:MaxBytes is {policy.MaxBytes}. Give 1,024 or more, such as 16,777,216."; }
        if (policy.Timeout <= TimeSpan.Zero || policy.Timeout > LongestTimeout) { yield return $"{key}:Timeout is {policy.Timeout}. Give more than zero, {LongestTimeout} at most."; }
        if (policy.AbsoluteTolerance is not (>= 0 and < double.PositiveInfinity)) { yield return $"{key}:AbsoluteTolerance is {policy.AbsoluteTolerance}. Give 0 or more."; }
        if (policy.RelativeTolerance is not (>= 0 and < double.PositiveInfinity)) { yield return $"{key}:RelativeTolerance is {policy.RelativeTolerance}. Give 0 or more."; }
    }
}
