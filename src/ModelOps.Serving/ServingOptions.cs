namespace ModelOps.Serving;

/// <summary>Settings of serving; section <c>ModelOps:Serving</c> of the configuration.</summary>
public sealed class ServingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving";

    /// <summary>Models to host from the start.</summary>
    public IList<HostedModelOptions> Models { get; } = [];

    /// <summary>Runtime of models that name none: <c>auto</c>, <c>simd</c>, <c>onnxruntime</c>, or another that the host has. Default null: the first that takes the
    /// model's format, which is <c>auto</c> for ONNX.</summary>
    public string? Runtime { get; set; }

    /// <summary>How many runs warm a model up before it answers. 0 to 10,000; default 10.</summary>
    public int WarmUpRuns { get; set; } = 10;

    /// <summary>Rows of the made-up requests that warm a model up, besides 1, where the model takes any number: the sizes of batches that are to be expected.
    /// Each 1 to 65,536. Default none.</summary>
    public IList<int> WarmUpBatchSizes { get; } = [];

    /// <summary>How far a floating-point answer may differ from a recorded one, as a part of the larger of both. 0 or more; default 1e-4.</summary>
    public double GoldenRelativeTolerance { get; set; } = 1e-4;

    /// <summary>How far it may differ besides. 0 or more; default 1e-5.</summary>
    public double GoldenAbsoluteTolerance { get; set; } = 1e-5;

    /// <summary>How long the calls of a replaced model may go on before they are asked to end. Above zero; default 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a failed load or a lost watch is tried again. Above zero; default 5 s. The wait for a load doubles with each
    /// further failure, up to a minute; a move of one of the model's aliases ends it.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many models load at once. 1 to 64; default half the processors, at least 1, so that loading does not starve the calls.</summary>
    public int MaxParallelLoads { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How long a call waits for a lazy model to load, its deadline permitting. Above zero; default 30 s.</summary>
    public TimeSpan LoadWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Memory that loaded models may take together: lazy ones that are idle and not pinned are unloaded, the one idle longest first, before
    /// another is loaded. At least 1; default null: no bound. A model is counted with its files' size until it was loaded once, then with what that took.</summary>
    public long? MaxResidentBytes { get; set; }

    /// <summary>A directory of models, each with a sub-directory for each of its versions: <c>models/demand/2/model.onnx</c>. Each is hosted, its newest version
    /// answers, and what comes, changes or goes there is followed. A model that <see cref="Models"/> names keeps the settings given there. Default null: none.</summary>
    public string? ModelDirectory { get; set; }

    /// <summary>Whether models of <see cref="ModelDirectory"/> are lazy. Default false.</summary>
    public bool IsModelDirectoryLazy { get; set; }

    /// <summary>How often files and directories are looked at for changes. Above zero; default 2 s.</summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a changed file must stay as it is before it is loaded, so that none is read half written. Above zero; default 1 s.</summary>
    public TimeSpan WatchSettleTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often URLs of models are asked for changes. Above zero; default 1 min.</summary>
    public TimeSpan DownloadInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of a model behind a URL. At least 1; default 2 GiB.</summary>
    public long MaxDownloadBytes { get; set; } = 2L << 30;
}
