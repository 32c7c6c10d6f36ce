namespace ModelOps;

/// <summary>What to register as a new version of a model.</summary>
public sealed record ModelRegistration
{
    /// <summary>Name of the model; it is created with its first version. See <see cref="ModelReference.IsName"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Semantic version; null lets the registry take the next minor one, beginning with 1.0.0.</summary>
    public SemanticVersion? Version { get; init; }

    /// <summary>What the files are, e.g. <c>onnx</c> or <c>mlnet</c>: it decides which runtime loads them.</summary>
    public required string Format { get; init; }

    /// <summary>Files of the version, at least one, paths unique even when case is ignored.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>Inputs and outputs; null leaves it to the runtime that loads the files.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>What was measured, e.g. <c>mae</c> on the hold-out.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>How it was trained, e.g. <c>learning_rate</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Anything else worth finding it by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>For people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Training run that made it; null when there is none.</summary>
    public string? RunId { get; init; }

    /// <summary>Where the files came from, as a URI; null when nothing is said.</summary>
    public string? Source { get; init; }

    /// <summary>Registering again with the same key returns the first result; null when every registration is its own.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Returns the newest version with the same files and format, where there is one and <see cref="Version"/> is null, instead of making another.
    /// Default false.</summary>
    public bool ReuseSameContent { get; init; }

    /// <summary>Who registers it; kept with the event.</summary>
    public string? Actor { get; init; }
}
