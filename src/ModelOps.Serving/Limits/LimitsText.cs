namespace ModelOps.Serving.Limits;

/// <summary>Settings as text, to see whether they have changed. It may hold API keys: it is compared, never shown.</summary>
internal static class LimitsText
{
    public static string Of(LimitsOptions o) => string.Join('\n', [.. o.Rules.Select(Of), Of(o.Overload), OfStore(o)]);

    public static string Of(LimitOptions r) => string.Join(
        '|',
        [
            r.Name, $"{r.By}", r.Header ?? "", $"{r.Algorithm}", $"{r.Permits}", $"{r.Window}", $"{r.Burst}", $"{r.Cost}", $"{r.MaxWait}", $"{r.MaxPartitions}", $"{r.IsShared}",
            $"{r.Prefetch}", $"{r.WhenUnavailable}", $"{r.Models.Count}", .. r.Models,
            .. r.Overrides.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key.Length} {p.Key} {p.Value.IsUnlimited} {p.Value.Permits} {p.Value.Burst}"),
        ]);

    public static string Of(OverloadOptions o) =>
        $"{o.IsEnabled}|{o.MinConcurrency}|{o.MaxConcurrency}|{o.StartConcurrency}|{o.Tolerance:R}|{o.MaxWait}|{o.DefaultPriority}";

    public static string OfStore(LimitsOptions o) => $"{o.SharedTimeout}|{o.SharedBreakAfter}|{o.SharedBreakDuration}";
}
