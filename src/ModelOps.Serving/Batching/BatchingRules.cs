namespace ModelOps.Serving.Batching;

/// <summary>What settings of batching must fulfil; one place for the section and for a model's own.</summary>
internal static class BatchingRules
{
    private const int MostRows = 65_536;
    private const int MostLanes = 1024;
    private const int MostLevels = 16;
    private const double HeaviestWeight = 1000;
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public static IEnumerable<string> Check(BatchingOptions options, string key) =>
    [
        .. CheckSizes(options, key),
        .. CheckTimes(options, key),
        .. CheckPriorities(options, key),
        .. options.TenantWeights.Where(static w => !(w.Value is > 0 and <= HeaviestWeight)).Select(
            w => $"{key}:{nameof(options.TenantWeights)}:{w.Key} is {w.Value}. Give a share above 0 and up to {HeaviestWeight}; a tenant not named has 1."),
    ];

    private static IEnumerable<string> CheckSizes(BatchingOptions options, string key)
    {
        if (options.Mode is { } mode && !Enum.IsDefined(mode)) { yield return $"{key}:{nameof(options.Mode)} is {mode}. Set it to Auto, On or Off."; }
        if (options.MaxRows is < 1 or > MostRows) { yield return $"{key}:{nameof(options.MaxRows)} is {options.MaxRows}. Set it to 1 to {MostRows}; 128 suits most models."; }
        if (options.Lanes is < 0 or > MostLanes) { yield return $"{key}:{nameof(options.Lanes)} is {options.Lanes}. Set it to 1 to {MostLanes}, or to 0 for one a processor."; }
        if (options.Tolerance is { } tolerance && !(tolerance is >= 0 and <= 1)) { yield return $"{key}:{nameof(options.Tolerance)} is {tolerance}. Set it to 0 to 1, e.g. 0.0001."; }
        for (int i = 0; i < options.PreferredSizes.Count; i++)
        {
            int size = options.PreferredSizes[i];
            if (size < 1 || size > (options.MaxRows ?? MostRows))
            {
                yield return $"{key}:{nameof(options.PreferredSizes)}:{i} is {size}. Give 1 to {options.MaxRows ?? MostRows} rows, no more than {nameof(options.MaxRows)}.";
            }
        }
    }

    private static IEnumerable<string> CheckTimes(BatchingOptions options, string key)
    {
        if (options.MaxDelay is { } delay && (delay < TimeSpan.Zero || delay > s_longestDelay))
        {
            yield return $"{key}:{nameof(options.MaxDelay)} is {delay}. Set it to 0 to {s_longestDelay}; 0 holds no call back.";
        }

        (string Name, TimeSpan? Value, string Example)[] times =
        [
            (nameof(options.MaxBacklog), options.MaxBacklog, "00:00:10"),
            (nameof(options.LatencyTarget), options.LatencyTarget, "00:00:00.050"),
            (nameof(options.AgeingInterval), options.AgeingInterval, "00:00:00.100"),
        ];
        foreach ((string name, TimeSpan? value, string example) in times)
        {
            if (value is { } time && (time <= TimeSpan.Zero || time > s_hour)) { yield return $"{key}:{name} is {time}. Set it above zero and to an hour at most, e.g. '{example}'."; }
        }
    }

    private static IEnumerable<string> CheckPriorities(BatchingOptions options, string key)
    {
        if (options.PriorityLevels is < 1 or > MostLevels)
        {
            yield return $"{key}:{nameof(options.PriorityLevels)} is {options.PriorityLevels}. Set it to 1 to {MostLevels}.";
        }

        if (options.DefaultPriority is { } priority && (priority < 1 || priority > (options.PriorityLevels ?? MostLevels)))
        {
            yield return $"{key}:{nameof(options.DefaultPriority)} is {priority}. Set it to 1, the most urgent, to {nameof(options.PriorityLevels)}.";
        }
    }
}
