namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>What a new version is made of.</summary>
/// <param name="Format">What the files are.</param>
/// <param name="Files">The files.</param>
internal sealed record VersionSource(string Format, IReadOnlyList<ModelFile> Files)
{
    /// <summary>Inputs and outputs, when the files say them in our terms.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>Run that made them.</summary>
    public string? RunId { get; init; }

    /// <summary>Where clients find what this server does not hold, when that is not the source.</summary>
    public string? Location { get; init; }

    /// <summary>Logged model that they are.</summary>
    public LoggedModel? LoggedModel { get; init; }
}
