namespace ModelOps.Serving;

/// <summary>Lets another version answer a copy of some calls, in the background, to compare the answers. Callers never wait for it and never see it.</summary>
/// <remarks>The copy has no deadline, no idempotency key and the lowest priority; it passes the cache and the metrics of calls by. When the budget is used up,
/// copies are dropped and counted. Answers of the version that answers the caller anyway are not compared.</remarks>
public sealed record ShadowPolicy
{
    /// <summary>Alias that answers the copies; null to leave it to <see cref="Client"/>.</summary>
    public string? Alias { get; set; }

    /// <summary>Key of an <see cref="IInferenceClient"/> among the host's keyed services that answers the copies, e.g. a remote one; null (the default) for this process.</summary>
    public string? Client { get; set; }

    /// <summary>Share of the calls to copy. Above 0, at most 1; default 0.1.</summary>
    public double Share { get; set; } = 0.1;

    /// <summary>How many copies are answered at once. 1 to 64; default 1.</summary>
    public int MaxInFlight { get; set; } = 1;

    /// <summary>How many copies wait at most. 1 to 10,000; default 64.</summary>
    public int MaxQueued { get; set; } = 64;

    /// <summary>Bytes of tensors that wait or are answered at most. 1 KiB or more; default 16 MiB.</summary>
    public long MaxBytes { get; set; } = 16 << 20;

    /// <summary>How long a copy may be answered. Above zero, up to 10 minutes; default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Outputs to compare; empty (the default) for all. Whole numbers, truth values and texts, such as classes, must be equal.</summary>
    public IReadOnlyList<string> Outputs { get; set; } = [];

    /// <summary>By how much floating-point elements may differ. 0 or more; default 1e-5.</summary>
    public double AbsoluteTolerance { get; set; } = 1e-5;

    /// <summary>By how much they may differ besides, as a part of the larger one. 0 or more; default 1e-4.</summary>
    public double RelativeTolerance { get; set; } = 1e-4;

    internal bool IsSameAs(ShadowPolicy? other) => other is not null && this with { Outputs = other.Outputs } == other && Outputs.SequenceEqual(other.Outputs);
}
