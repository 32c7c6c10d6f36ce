namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Settings of <c>AddStreamDetection()</c>; section <c>ModelOps:Drift:Streams</c>. Read at start.</summary>
public sealed class StreamDetectionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Streams";

    /// <summary>Values that calls may hand over before the detectors have taken them, of all models together; rounded up to a power of two, 40 bytes each. What does not fit is
    /// counted and told, and no call waits. 1,024 to 16,777,216; default 65,536.</summary>
    public int BufferSize { get; set; } = 65_536;

    /// <summary>How often detectors take what was handed over, 10 ms to 10 seconds. Default 50 ms.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Folder where detectors and the newest changes are kept, so that a restart goes on where they were; made when missing. Each replica needs its own. Null (the
    /// default): they are not kept.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>How often the state is written; after a change it is written within a second. A kill loses that much. 1 second to 1 hour; default 30 seconds.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Changes of each version that <see cref="IStreamHistory"/> keeps, the newest, 1 to 10,000. Default 100.</summary>
    public int History { get; set; } = 100;

    /// <summary>Versions whose detectors are kept, of all models together; beyond, those that were called longest ago are forgotten. 1 to 10,000; default 256.</summary>
    public int MaxVersions { get; set; } = 256;

    /// <summary>After this time without a value the detectors of a version are forgotten, with what is kept of them. 1 minute to 366 days; default 7 days.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a stream must bring values without another change before its alert resolves, where <c>AddDriftAlerts()</c> makes alerts of changes; longer for one that came
    /// back lately (<see cref="Alerts.DriftAlertOptions.FlapWindow"/>). 1 minute to 30 days; default 1 hour.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The models whose streams are watched, by name.</summary>
    public IDictionary<string, StreamedModelOptions> Models { get; } = new Dictionary<string, StreamedModelOptions>(StringComparer.Ordinal);

    /// <summary>Watches a stream of a model; one of the same name goes.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="stream">Name of the stream, of your choice.</param>
    /// <param name="options">What is watched, and how.</param>
    /// <returns>These options, for chaining.</returns>
    public StreamDetectionOptions Watch(string model, string stream, WatchedStreamOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(options);
        if (!Models.TryGetValue(model, out StreamedModelOptions? watched)) { Models[model] = watched = new StreamedModelOptions(); }
        watched.Streams[stream] = options;
        return this;
    }
}
