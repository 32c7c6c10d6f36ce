namespace ModelOps.Serving.Batching;

/// <summary>What holds for one model: its own settings over the section's over the defaults.</summary>
internal sealed record BatchingSettings
{
    public BatchingMode Mode { get; init; }

    public int MaxRows { get; init; } = 128;

    public TimeSpan MaxDelay { get; init; }

    /// <summary>Ascending, none above <see cref="MaxRows"/>.</summary>
    public IReadOnlyList<int> PreferredSizes { get; init; } = [];

    public bool PadToPreferredSize { get; init; }

    public int Lanes { get; init; } = Environment.ProcessorCount;

    public TimeSpan MaxBacklog { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan? LatencyTarget { get; init; }

    public int PriorityLevels { get; init; } = 3;

    public int DefaultPriority { get; init; } = 2;

    public TimeSpan AgeingInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    public IReadOnlyDictionary<string, double> TenantWeights { get; init; } = new Dictionary<string, double>();

    public bool SeparateTenants { get; init; }

    public bool AllowPeerDependent { get; init; }

    public bool IgnoreParameters { get; init; }

    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Whether calls are ever held back while a lane is free.</summary>
    public bool Holds => MaxDelay > TimeSpan.Zero || LatencyTarget is not null;

    public static BatchingSettings Resolve(BatchingOptions? model, BatchingOptions section)
    {
        BatchingSettings defaults = new();
        model ??= section;
        int maxRows = model.MaxRows ?? section.MaxRows ?? defaults.MaxRows;
        int levels = model.PriorityLevels ?? section.PriorityLevels ?? defaults.PriorityLevels;
        int lanes = model.Lanes ?? section.Lanes ?? 0;
        IList<int> sizes = model.PreferredSizes.Count > 0 ? model.PreferredSizes : section.PreferredSizes;
        return new BatchingSettings
        {
            Mode = model.Mode ?? section.Mode ?? defaults.Mode,
            MaxRows = maxRows,
            MaxDelay = model.MaxDelay ?? section.MaxDelay ?? defaults.MaxDelay,
            PreferredSizes = [.. sizes.Where(size => size <= maxRows).Distinct().Order()],
            PadToPreferredSize = model.PadToPreferredSize ?? section.PadToPreferredSize ?? defaults.PadToPreferredSize,
            Lanes = lanes > 0 ? lanes : defaults.Lanes,
            MaxBacklog = model.MaxBacklog ?? section.MaxBacklog ?? defaults.MaxBacklog,
            LatencyTarget = model.LatencyTarget ?? section.LatencyTarget,
            PriorityLevels = levels,
            DefaultPriority = Math.Min(levels, model.DefaultPriority ?? section.DefaultPriority ?? ((levels + 1) / 2)),
            AgeingInterval = model.AgeingInterval ?? section.AgeingInterval ?? defaults.AgeingInterval,
            TenantWeights = new Dictionary<string, double>(model.TenantWeights.Count > 0 ? model.TenantWeights : section.TenantWeights),
            SeparateTenants = model.SeparateTenants ?? section.SeparateTenants ?? defaults.SeparateTenants,
            AllowPeerDependent = model.AllowPeerDependent ?? section.AllowPeerDependent ?? defaults.AllowPeerDependent,
            IgnoreParameters = model.IgnoreParameters ?? section.IgnoreParameters ?? defaults.IgnoreParameters,
            Tolerance = model.Tolerance ?? section.Tolerance ?? defaults.Tolerance,
        };
    }

    /// <summary>Most rows of a run when so many wait.</summary>
    public int LimitFor(int waiting)
    {
        if (!PadToPreferredSize)
        {
            for (int i = PreferredSizes.Count - 1; i >= 0; i--)
            {
                if (PreferredSizes[i] <= waiting) { return PreferredSizes[i]; }
            }
        }

        return MaxRows;
    }

    /// <summary>Rows of a run of so many once it is filled up.</summary>
    public int PaddedRows(int rows)
    {
        for (int i = 0; PadToPreferredSize && i < PreferredSizes.Count; i++)
        {
            if (PreferredSizes[i] >= rows) { return PreferredSizes[i]; }
        }

        return rows;
    }
}
