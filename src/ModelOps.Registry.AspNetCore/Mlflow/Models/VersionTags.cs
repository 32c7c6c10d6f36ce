namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Tags of versions that hold what the API knows and our registry does not. Callers neither see nor set them as tags.</summary>
internal static class VersionTags
{
    private const string Prefix = "modelops.mlflow.";

    /// <summary>Link to the run in another system.</summary>
    public const string RunLink = Prefix + "run_link";

    /// <summary>Logged model that a version was made of.</summary>
    public const string ModelId = Prefix + "model_id";

    /// <summary>Where the files of a copy are that this server does not hold.</summary>
    public const string Location = Prefix + "location";

    public static bool IsOurs(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
