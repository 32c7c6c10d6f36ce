using ModelOps.Serving.Batching;

namespace ModelOps.Serving;

/// <summary>A model to host: from the registry, by its aliases and versions, from a file, from a directory of versions, or from a URL.</summary>
public sealed class HostedModelOptions
{
    /// <summary>Name of the model.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Aliases in the registry to follow; the first answers calls that name neither version nor alias. Empty means <c>champion</c>, or no
    /// alias where <see cref="VersionPolicy"/> chooses versions. An alias other than the first may be missing: it is hosted once it exists.
    /// Not used with <see cref="File"/>, <see cref="Directory"/> or <see cref="Url"/>.</summary>
    public IList<string> Aliases { get; } = [];

    /// <summary>Which versions are served besides. Where no alias is followed, the newest of them answers calls that name none.
    /// Default <see cref="ModelVersionPolicy.Aliases"/>. Not used with <see cref="File"/>.</summary>
    public ModelVersionPolicy VersionPolicy { get; set; }

    /// <summary>How many versions <see cref="ModelVersionPolicy.Latest"/> serves. 1 to 1,000; default 1.</summary>
    public int LatestVersions { get; set; } = 1;

    /// <summary>Versions that <see cref="ModelVersionPolicy.Specific"/> serves: semantic versions or numbers, e.g. <c>1.2.0</c>.</summary>
    public IList<string> Versions { get; } = [];

    /// <summary>A model file on this machine instead of the registry, e.g. <c>models/demand.onnx</c>. A change of it, in place, by rename or by a
    /// link that is moved, is followed.</summary>
    public string? File { get; set; }

    /// <summary>A model file behind an <c>http</c> or <c>https</c> URL instead of the registry. It is asked for again every
    /// <see cref="ServingOptions.DownloadInterval"/>, and downloaded when its <c>ETag</c> or date has changed.</summary>
    public string? Url { get; set; }

    /// <summary>Digest that the file of <see cref="Url"/> must have, <c>sha256:</c> and 64 hexadecimal digits; another file is refused. Default null: any file will do.</summary>
    public string? Digest { get; set; }

    /// <summary>Version that callers see when the model comes from <see cref="File"/> or <see cref="Url"/>. Default <c>1.0.0</c>.</summary>
    public string FileVersion { get; set; } = "1.0.0";

    /// <summary>A directory on this machine instead of the registry, with a sub-directory for each version: <c>models/demand/2/model.onnx</c>.
    /// Versions that come and go are followed.</summary>
    public string? Directory { get; set; }

    /// <summary>Runtime that loads it, e.g. <c>onnxruntime</c>. Default null: that of <see cref="ServingOptions.Runtime"/>.</summary>
    public string? Runtime { get; set; }

    /// <summary>Whether the host is ready only when this model is. Default true. A model that loads on demand never holds readiness up.</summary>
    public bool IsRequired { get; set; } = true;

    /// <summary>Whether a version is loaded by the first call that needs it, which waits for it, and may be unloaded again while idle when memory is short.
    /// Default false: it is loaded at once and stays.</summary>
    public bool IsLazy { get; set; }

    /// <summary>Whether a lazy model, once loaded, stays. Default false.</summary>
    public bool IsPinned { get; set; }

    /// <summary>How a new version takes the place of an old one. Default <see cref="ModelSwapMode.LoadFirst"/>.</summary>
    public ModelSwapMode Swap { get; set; }

    /// <summary>Recorded calls that a version must answer as before, within <see cref="ServingOptions.GoldenRelativeTolerance"/> and
    /// <see cref="ServingOptions.GoldenAbsoluteTolerance"/>, or else it is refused and the old one stays: a file with one call a line, at most 1,000, as JSON of the
    /// Open Inference Protocol, <c>{"request": {"inputs": [...]}, "response": {"outputs": [...]}}</c>. Default null: <c>golden.jsonl</c> of the version's files, or
    /// <c>demand.golden.jsonl</c> beside <c>demand.onnx</c>, where there is one.</summary>
    public string? GoldenFile { get; set; }

    /// <summary>Requests that warm a version up, one a line, at most 1,000, as JSON of the Open Inference Protocol: <c>{"inputs": [...]}</c>. A version that fails on one
    /// is refused. Default null: <c>warmup.jsonl</c> of the version's files, or <c>demand.warmup.jsonl</c> beside <c>demand.onnx</c>; else the recorded calls; else zeros.</summary>
    public string? WarmUpFile { get; set; }

    /// <summary>How its calls share runs. Default null: as the section <c>ModelOps:Serving:Batching</c> says.</summary>
    public BatchingOptions? Batching { get; set; }

    /// <summary>Whether what is loaded may be unloaded to make room.</summary>
    internal bool IsEvictable => IsLazy && !IsPinned;

    /// <summary>Whether another says the same.</summary>
    internal bool Matches(HostedModelOptions other) =>
        (Name, VersionPolicy, LatestVersions) == (other.Name, other.VersionPolicy, other.LatestVersions)
        && (File, FileVersion, Directory, Url, Digest) == (other.File, other.FileVersion, other.Directory, other.Url, other.Digest)
        && (Runtime, IsRequired, IsLazy, IsPinned, Swap, GoldenFile, WarmUpFile) == (other.Runtime, other.IsRequired, other.IsLazy, other.IsPinned, other.Swap, other.GoldenFile, other.WarmUpFile)
        && (Batching is null ? other.Batching is null : other.Batching is { } batching && Batching.Matches(batching))
        && Aliases.SequenceEqual(other.Aliases) && Versions.SequenceEqual(other.Versions);

    /// <summary>A copy that later changes of this one do not reach.</summary>
    internal HostedModelOptions Copy()
    {
        HostedModelOptions copy = new()
        {
            Name = Name,
            VersionPolicy = VersionPolicy,
            LatestVersions = LatestVersions,
            File = File,
            FileVersion = FileVersion,
            Directory = Directory,
            Url = Url,
            Digest = Digest,
            Runtime = Runtime,
            IsRequired = IsRequired,
            IsLazy = IsLazy,
            IsPinned = IsPinned,
            Swap = Swap,
            GoldenFile = GoldenFile,
            WarmUpFile = WarmUpFile,
            Batching = Batching?.Copy(),
        };
        foreach (string alias in Aliases) { copy.Aliases.Add(alias); }
        foreach (string version in Versions) { copy.Versions.Add(version); }
        return copy;
    }
}
