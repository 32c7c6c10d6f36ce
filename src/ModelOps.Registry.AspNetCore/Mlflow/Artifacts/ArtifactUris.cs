using ModelOps.Registry.Mlflow;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Tells which URIs are of the host's own artifact store.</summary>
internal static class ArtifactUris
{
    /// <summary>Path in the store that a URI stands for; null when it is of another store.</summary>
    public static string? PathOf(IArtifactStore store, string uri)
    {
        if (uri.StartsWith(store.RootUri, StringComparison.Ordinal)) { return ArtifactPaths.Clean(uri[store.RootUri.Length..].TrimStart('/')); }
        return MlflowUri.TryParse(uri, out MlflowUri? parsed) && parsed.Kind == MlflowUriKind.Artifact ? ArtifactPaths.Clean(parsed.Path) : null;
    }
}
