namespace ModelOps.Registry.Mlflow;

/// <summary>What an MLflow server says about itself.</summary>
public sealed record MlflowServerInfo
{
    /// <summary>Release, e.g. <c>3.6.0</c>; null when the server does not say.</summary>
    public string? Version { get; init; }

    /// <summary>How it stores what it tracks, e.g. <c>SqlStore</c>; null before MLflow 3.10.</summary>
    public string? StoreType { get; init; }

    /// <summary>Whether it takes uploads in parts; null before MLflow 3.10, when only an upload shows it.</summary>
    public bool? HasMultipartUploads { get; init; }
}
