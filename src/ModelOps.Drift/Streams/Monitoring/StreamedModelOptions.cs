namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The watched streams of one model.</summary>
public sealed class StreamedModelOptions
{
    /// <summary>Whether they are watched. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The streams, by names of your choice of 1 to 128 characters. At most 10,000.</summary>
    public IDictionary<string, WatchedStreamOptions> Streams { get; } = new Dictionary<string, WatchedStreamOptions>(StringComparer.Ordinal);
}
