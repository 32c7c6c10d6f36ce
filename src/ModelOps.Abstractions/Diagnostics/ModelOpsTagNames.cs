namespace ModelOps;

/// <summary>Names of the tags (attributes) on metrics and spans. All are of low cardinality.</summary>
public static class ModelOpsTagNames
{
    /// <summary>Name of the model.</summary>
    public const string Model = "modelops.model.name";

    /// <summary>Version that answered.</summary>
    public const string Version = "modelops.model.version";

    /// <summary>Code of the failure, as the semantic conventions name it; absent on success.</summary>
    public const string ErrorType = "error.type";

    /// <summary>True when the answer came from the cache; absent otherwise.</summary>
    public const string Cached = "modelops.cached";
}
