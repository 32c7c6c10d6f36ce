using System.Diagnostics.CodeAnalysis;

namespace ModelOps.Registry.Dvc;

/// <summary>Which paths of DVC's files may be followed.</summary>
internal static class DvcPaths
{
    private const int MaxLength = 4096;

    /// <summary>Whether a path stays below where it starts, on every system.</summary>
    public static bool IsInside([NotNullWhen(true)] string? path) =>
        path is { Length: > 0 and <= MaxLength } && Validation.TextRules.IsWellFormed(path) && !path.AsSpan().ContainsAny('\\', '\0') && (!OperatingSystem.IsWindows() || !path.Contains(':', StringComparison.Ordinal))
        && path.Split('/').All(static segment => segment is not ("" or "." or ".."));

    /// <summary>Resolves a path of a <c>.dvc</c> file, which may begin with <c>..</c> but not leave the repository nor pass through a link.</summary>
    /// <exception cref="DvcException">It does.</exception>
    public static string Resolve(string root, string folder, string path)
    {
        string full = path.AsSpan().ContainsAny('\\', '\0') || path.Length is 0 or > MaxLength || Path.IsPathRooted(path) ? root : Path.GetFullPath(Path.Combine(folder, path));
        string relative = Path.GetRelativePath(root, full);
        string[] segments = relative.Split(Path.DirectorySeparatorChar);
        if (relative == "." || Path.IsPathRooted(relative) || segments[0] is ".." or ".dvc" or ".git")
        {
            throw DvcException.Invalid("A path in a DVC file", $"'{path}' leads out of the repository, or into what DVC or git keeps there");
        }

        RefuseLinks(root, segments);
        return full;
    }

    /// <summary>Says whether what lies at a path, or above it below the root, is a link.</summary>
    public static void RefuseLinks(string root, IEnumerable<string> segments)
    {
        string at = root;
        foreach (string segment in segments)
        {
            at = Path.Combine(at, segment);
            if (new FileInfo(at) is { LinkTarget: not null }) { throw DvcException.Invalid("A path in a DVC file", $"'{Path.GetRelativePath(root, at)}' is a link, which is not followed"); }
        }
    }
}
