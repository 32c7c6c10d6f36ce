namespace ModelOps;

/// <summary>Description of a model as callers see it.</summary>
public sealed record ModelMetadata
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Versions that can answer now, newest first.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>What runs it, as <c>project_format</c>, e.g. <c>onnx_onnxv1</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Inputs and outputs.</summary>
    public required ModelSignature Signature { get; init; }

    /// <summary>Further facts, e.g. the digest of the artifact and the runtime's settings.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
