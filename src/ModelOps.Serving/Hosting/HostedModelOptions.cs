namespace ModelOps.Serving;

/// <summary>A model to host: from the registry, by its aliases, or from a file.</summary>
public sealed class HostedModelOptions
{
    /// <summary>Name of the model.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Aliases in the registry to follow; the first answers calls that name neither version nor alias. Empty means <c>champion</c>.
    /// An alias other than the first may be missing: it is hosted once it exists. Not used when <see cref="File"/> is set.</summary>
    public IList<string> Aliases { get; } = [];

    /// <summary>A model file on this machine instead of the registry, e.g. <c>models/demand.onnx</c>.</summary>
    public string? File { get; set; }

    /// <summary>Version that callers see when the model comes from <see cref="File"/>. Default <c>1.0.0</c>.</summary>
    public string FileVersion { get; set; } = "1.0.0";

    /// <summary>Runtime that loads it, e.g. <c>onnxruntime</c>. Default null: that of <see cref="ServingOptions.Runtime"/>.</summary>
    public string? Runtime { get; set; }

    /// <summary>Whether the host is ready only when this model is. Default true.</summary>
    public bool IsRequired { get; set; } = true;
}
