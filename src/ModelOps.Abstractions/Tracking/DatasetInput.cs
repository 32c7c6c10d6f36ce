namespace ModelOps;

/// <summary>A dataset as the input of one run.</summary>
/// <param name="Dataset">Dataset.</param>
public sealed record DatasetInput(Dataset Dataset)
{
    /// <summary>Tag that says what the dataset was for, e.g. <c>training</c>.</summary>
    public const string ContextTag = "mlflow.data.context";

    /// <summary>Tags of this use.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
