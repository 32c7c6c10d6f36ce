using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Tracking.Artifacts;

/// <summary>Which paths name artifacts. What a host or proxy might decode once more is judged in every decoded form, too.</summary>
internal static class ArtifactPaths
{
    private const int MaxDecodings = 10;

    /// <exception cref="ArtifactPathException">It names no file.</exception>
    public static void CheckFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) { throw new ArtifactPathException("it is empty"); }
        CheckFolder(path);
    }

    /// <summary>The empty path is the root.</summary>
    /// <exception cref="ArtifactPathException">It names no folder.</exception>
    public static void CheckFolder(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) { return; }
        CheckOne(path);
        for (int i = 0; i < MaxDecodings; i++)
        {
            string decoded = Uri.UnescapeDataString(path);
            if (decoded == path) { return; }
            CheckOne(decoded);
            path = decoded;
        }

        throw new ArtifactPathException($"it is percent-encoded more than {MaxDecodings} times");
    }

    private static void CheckOne(string path)
    {
        if (path.Contains('#', StringComparison.Ordinal)) { throw new ArtifactPathException("it has a '#'"); }
        if (PathRules.FindFault(path) is { } fault) { throw new ArtifactPathException($"it is one {fault}"); }
    }
}
