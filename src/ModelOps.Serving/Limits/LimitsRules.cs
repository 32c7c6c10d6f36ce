using System.Buffers;

namespace ModelOps.Serving.Limits;

/// <summary>What the settings of limits must fulfil.</summary>
internal static class LimitsRules
{
    public const int MostRules = 8;
    public const int LowestPriority = 16;
    private const int LongestName = 64;
    private const int MostPermits = 1_000_000_000;
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static IReadOnlyList<string> Check(LimitsOptions options)
    {
        List<string> errors = [];
        if (options.Rules.Count > MostRules) { errors.Add($"{Key(nameof(options.Rules))} has {options.Rules.Count} rules. Give {MostRules} at most."); }
        Check(errors, nameof(options.SharedBreakAfter), options.SharedBreakAfter, options.SharedBreakAfter is >= 1 and <= 1000, "1 to 1000, e.g. 3");
        CheckTime(errors, nameof(options.SharedTimeout), options.SharedTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        CheckTime(errors, nameof(options.SharedBreakDuration), options.SharedBreakDuration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        for (int i = 0; i < options.Rules.Count; i++)
        {
            Check(errors, options.Rules[i], $"{nameof(options.Rules)}:{i}");
            if (options.Rules.Take(i).Any(other => other.Name == options.Rules[i].Name))
            {
                errors.Add($"{Key($"{nameof(options.Rules)}:{i}:{nameof(LimitOptions.Name)}")} is '{options.Rules[i].Name}' again. Give each rule a name of its own.");
            }
        }

        Check(errors, options.Overload, nameof(options.Overload));
        return errors;
    }

    private static void Check(List<string> errors, LimitOptions rule, string at)
    {
        bool isName = rule.Name.Length is > 0 and <= LongestName && !rule.Name.AsSpan().ContainsAnyExcept(NameLetters);
        bool isBucket = rule.Algorithm == LimitAlgorithm.TokenBucket;
        Check(errors, $"{at}:{nameof(rule.Name)}", rule.Name, isName, $"1 to {LongestName} letters, digits, '.', '_' or '-', e.g. 'tenant'");
        Check(errors, $"{at}:{nameof(rule.By)}", rule.By, Enum.IsDefined(rule.By), string.Join(", ", Enum.GetNames<LimitPartitionKind>()));
        Check(errors, $"{at}:{nameof(rule.Algorithm)}", rule.Algorithm, Enum.IsDefined(rule.Algorithm), string.Join(", ", Enum.GetNames<LimitAlgorithm>()));
        Check(errors, $"{at}:{nameof(rule.Header)}", rule.Header, (rule.By == LimitPartitionKind.Header) == !string.IsNullOrEmpty(rule.Header), "the header's name when By is Header, and only then");
        Check(errors, $"{at}:{nameof(rule.Permits)}", rule.Permits, rule.Permits is >= 1 and <= MostPermits, $"1 to {MostPermits}");
        CheckTime(errors, $"{at}:{nameof(rule.Window)}", rule.Window, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(31));
        Check(errors, $"{at}:{nameof(rule.Burst)}", rule.Burst, rule.Burst is null || (isBucket && rule.Burst is >= 1 and <= MostPermits), $"1 to {MostPermits} with TokenBucket, or leave it out");
        CheckTime(errors, $"{at}:{nameof(rule.MaxWait)}", rule.MaxWait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        bool mayWait = rule.MaxWait == TimeSpan.Zero || (rule.Algorithm != LimitAlgorithm.SlidingWindow && !rule.IsShared);
        Check(errors, $"{at}:{nameof(rule.MaxWait)}", rule.MaxWait, mayWait, "0 with SlidingWindow and with IsShared");
        Check(errors, $"{at}:{nameof(rule.MaxPartitions)}", rule.MaxPartitions, rule.MaxPartitions is >= 1 and <= 1_000_000, "1 to 1000000, e.g. 10000");
        Check(errors, $"{at}:{nameof(rule.IsShared)}", rule.IsShared, !rule.IsShared || isBucket, "false, or set Algorithm to TokenBucket");
        Check(errors, $"{at}:{nameof(rule.Prefetch)}", rule.Prefetch, rule.Prefetch is >= 1 and <= 10_000, "1 to 10000, e.g. 10");
        foreach ((string partition, LimitOverrideOptions own) in rule.Overrides)
        {
            // The partition may be an API key: its name is not repeated.
            bool isGood = own.Permits is null or (>= 1 and <= MostPermits) && own.Burst is null or (>= 1 and <= MostPermits);
            if (!isGood || partition.Length == 0) { errors.Add($"{Key($"{at}:{nameof(rule.Overrides)}")} has one without a name, or with Permits or Burst out of 1 to {MostPermits}. Correct it."); }
        }
    }

    private static void Check(List<string> errors, OverloadOptions overload, string at)
    {
        Check(errors, $"{at}:{nameof(overload.MinConcurrency)}", overload.MinConcurrency, overload.MinConcurrency is >= 1 and <= 10_000, "1 to 10000, e.g. 4");
        Check(
            errors, $"{at}:{nameof(overload.MaxConcurrency)}", overload.MaxConcurrency, overload.MaxConcurrency >= overload.MinConcurrency && overload.MaxConcurrency <= 100_000,
            "MinConcurrency to 100000, e.g. 1000");
        Check(errors, $"{at}:{nameof(overload.StartConcurrency)}", overload.StartConcurrency, overload.StartConcurrency >= 1, "1 or more, e.g. 8");
        Check(errors, $"{at}:{nameof(overload.Tolerance)}", overload.Tolerance, overload.Tolerance is >= 1 and <= 10, "1 to 10, e.g. 2");
        Check(errors, $"{at}:{nameof(overload.DefaultPriority)}", overload.DefaultPriority, overload.DefaultPriority is >= 1 and <= LowestPriority, $"1 to {LowestPriority}, e.g. 4");
        CheckTime(errors, $"{at}:{nameof(overload.MaxWait)}", overload.MaxWait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static void CheckTime(List<string> errors, string property, TimeSpan value, TimeSpan least, TimeSpan most) =>
        Check(errors, property, value, value >= least && value <= most, $"{least} to {most}");

    private static void Check(List<string> errors, string property, object? value, bool isGood, string expected)
    {
        if (!isGood) { errors.Add($"{Key(property)} is '{value}'. Set it to {expected}."); }
    }

    private static string Key(string property) => $"{LimitsOptions.SectionName}:{property}";
}
