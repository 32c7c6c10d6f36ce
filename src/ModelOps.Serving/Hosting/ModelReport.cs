using System.Globalization;

namespace ModelOps.Serving;

/// <summary>How one loaded version is served, and why so.</summary>
public sealed record ModelReport
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version, e.g. <c>1.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Aliases that point at it here.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Digest of its files; null when it is not known.</summary>
    public string? Digest { get; init; }

    /// <summary>Runtime that loaded it, e.g. <c>auto</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Time to fetch its files.</summary>
    public TimeSpan FetchTime { get; init; }

    /// <summary>Time to load them.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>Time to replay recorded calls and to warm it up.</summary>
    public TimeSpan WarmUpTime { get; init; }

    /// <summary>Recorded calls that it answered as before.</summary>
    public int GoldenCalls { get; init; }

    /// <summary>Where the requests that warmed it up came from: <c>samples</c>, <c>recorded calls</c>, <c>zeros</c> or <c>none</c>.</summary>
    public required string WarmUpSource { get; init; }

    /// <summary>Memory it takes, as far as the host can tell.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Facts that the runtime tells: threads, memory mode, what was chosen, why, and what was measured; how calls are batched.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>For people.</summary>
    /// <returns>A few lines.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Model}:{Version}{(Aliases.Count > 0 ? $" ({string.Join(", ", Aliases.Select(static a => $"@{a}"))})" : string.Empty)}, {Digest ?? "digest not known"}
          by {Runtime}: fetched in {FetchTime.TotalMilliseconds:F0} ms, loaded in {LoadTime.TotalMilliseconds:F0} ms, warmed up in {WarmUpTime.TotalMilliseconds:F0} ms with {WarmUpSource}, {GoldenCalls} recorded calls agree, about {ResidentBytes / 1024.0 / 1024:F1} MiB
        {string.Join(Environment.NewLine, Properties.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"  {p.Key}: {p.Value}"))}
        """);
}
