namespace ModelOps.Serving.Batching;

/// <summary>Settings of batching; section <c>ModelOps:Serving:Batching</c> for all models, and <see cref="HostedModelOptions.Batching"/> for one.</summary>
/// <remarks>What is null or empty for a model is taken from the section, and what is null there has the default named here.</remarks>
public sealed class BatchingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Batching";

    /// <summary>Whether calls share runs. Default <see cref="BatchingMode.Auto"/>.</summary>
    public BatchingMode? Mode { get; set; }

    /// <summary>Most rows of a run; a call with more is split and its answer put together again. 1 to 65,536; default 128.</summary>
    public int? MaxRows { get; set; }

    /// <summary>How long a call may be held back for others to join it although a lane is free. 0 to 10 s; default 0: batches form only while
    /// lanes are busy, so waiting costs nothing. Timers are about a millisecond coarse.</summary>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>Sizes that runs should have, in rows, e.g. 8, 16 and 32: with more rows waiting, a run takes the largest size that they fill. Default: any size.</summary>
    public IList<int> PreferredSizes { get; } = [];

    /// <summary>Whether a run takes all that waits and is filled up to the next of <see cref="PreferredSizes"/> with copies of its last row, whose
    /// answers nobody sees. Default false.</summary>
    public bool? PadToPreferredSize { get; set; }

    /// <summary>Runs at the same time. 0 to 1024; default 0: as many as the process has processors.</summary>
    public int? Lanes { get; set; }

    /// <summary>Most time that the work before a new call may take; beyond it the call is refused at once with <see cref="ServerOverloadedException"/>.
    /// Above zero, to an hour; default 10 s.</summary>
    public TimeSpan? MaxBacklog { get; set; }

    /// <summary>Time in which calls want their answer, waiting included. When set, calls are held back for others as long as that is expected to save
    /// more than it costs and the first still makes it. Default null: only <see cref="MaxDelay"/> holds calls back.</summary>
    public TimeSpan? LatencyTarget { get; set; }

    /// <summary>Levels of <see cref="InferenceContext.Priority"/>; less urgent calls count as the last. 1 to 16; default 3.</summary>
    public int? PriorityLevels { get; set; }

    /// <summary>Level of calls that name none. 1 to <see cref="PriorityLevels"/>; default the middle one.</summary>
    public int? DefaultPriority { get; set; }

    /// <summary>How long a call waits until it counts as one level more urgent, so that no level starves. Above zero, to an hour; default 100 ms.</summary>
    public TimeSpan? AgeingInterval { get; set; }

    /// <summary>Shares of tenants while they compete, by name; a tenant not named has 1. Above 0, to 1000.</summary>
    public IDictionary<string, double> TenantWeights { get; } = new Dictionary<string, double>();

    /// <summary>Whether tenants never share a run. Default false.</summary>
    public bool? SeparateTenants { get; set; }

    /// <summary>Whether calls share runs although neighbours change answers, as with dynamic int8: an answer then varies with what others ask, and tells
    /// a little of it. Default false.</summary>
    public bool? AllowPeerDependent { get; set; }

    /// <summary>Whether the model ignores the parameters of requests. Default false: a call with parameters runs alone, as theirs are never merged.</summary>
    public bool? IgnoreParameters { get; set; }

    /// <summary>How far an answer may move when rows are batched, as a part of the larger of it and the mean answer, and still count as the same. 0 to 1; default 1e-4.</summary>
    public double? Tolerance { get; set; }

    /// <summary>Whether another says the same.</summary>
    internal bool Matches(BatchingOptions other) =>
        (Mode, MaxRows, MaxDelay, PadToPreferredSize, Lanes, MaxBacklog, LatencyTarget) == (other.Mode, other.MaxRows, other.MaxDelay, other.PadToPreferredSize, other.Lanes, other.MaxBacklog, other.LatencyTarget)
        && (PriorityLevels, DefaultPriority, AgeingInterval, SeparateTenants) == (other.PriorityLevels, other.DefaultPriority, other.AgeingInterval, other.SeparateTenants)
        && (AllowPeerDependent, IgnoreParameters, Tolerance) == (other.AllowPeerDependent, other.IgnoreParameters, other.Tolerance)
        && PreferredSizes.SequenceEqual(other.PreferredSizes)
        && TenantWeights.Count == other.TenantWeights.Count && TenantWeights.All(pair => other.TenantWeights.TryGetValue(pair.Key, out double weight) && weight.Equals(pair.Value));

    /// <summary>A copy that later changes of this one do not reach.</summary>
    internal BatchingOptions Copy()
    {
        BatchingOptions copy = new()
        {
            Mode = Mode,
            MaxRows = MaxRows,
            MaxDelay = MaxDelay,
            PadToPreferredSize = PadToPreferredSize,
            Lanes = Lanes,
            MaxBacklog = MaxBacklog,
            LatencyTarget = LatencyTarget,
            PriorityLevels = PriorityLevels,
            DefaultPriority = DefaultPriority,
            AgeingInterval = AgeingInterval,
            SeparateTenants = SeparateTenants,
            AllowPeerDependent = AllowPeerDependent,
            IgnoreParameters = IgnoreParameters,
            Tolerance = Tolerance,
        };
        foreach (int size in PreferredSizes) { copy.PreferredSizes.Add(size); }
        foreach ((string tenant, double weight) in TenantWeights) { copy.TenantWeights[tenant] = weight; }
        return copy;
    }
}
