namespace ModelOps.Registry;

/// <summary>Settings of the tracking store and its artifacts; section <c>ModelOps:Registry:Tracking</c> of the configuration.</summary>
public sealed class TrackingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Tracking";

    /// <summary>What the URIs of artifacts begin with, a scheme and a last slash included. Default <c>mlflow-artifacts:/</c>, which MLflow's clients
    /// read through the server that keeps the runs.</summary>
    public string ArtifactRootUri { get; set; } = "mlflow-artifacts:/";

    /// <summary>Most bytes of one artifact. Default 64 GiB; at least 1.</summary>
    public long MaxArtifactBytes { get; set; } = 64L << 30;

    /// <summary>How long a multipart upload may go without a new part before it is removed, at the next opening. Default 7 days;
    /// 1 hour to 365 days.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromDays(7);
}
