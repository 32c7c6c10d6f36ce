using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Makes what callers name a path below the root of the artifact store, or refuses it.</summary>
internal static class ArtifactPaths
{
    private const int MaxDecodings = 10;
    private const int MaxLength = 8192;

    /// <summary>Decodes a path until nothing changes and checks every segment; the empty path is the root.</summary>
    /// <exception cref="MlflowRefusedException">It leaves the root, is absolute or names what no file system should be asked for.</exception>
    public static string Clean(string? path)
    {
        if (string.IsNullOrEmpty(path)) { return string.Empty; }
        string clean = Decode(path);
        if (clean.Length > 1 && clean[^1] == '/') { clean = clean[..^1]; }
        bool isPath = RegisteredArtifacts.Owns(clean) ? RegisteredArtifacts.IsPath(clean) : ModelFile.IsPath(clean) && !clean.Contains('#', StringComparison.Ordinal);
        return isPath ? clean : throw Invalid();
    }

    /// <summary>A path below a folder, which is clean already.</summary>
    public static string Join(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    /// <summary>Name of a file that a client names by its path on the client's machine, whichever system that has.</summary>
    public static string FileName(string path) => Clean(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]) is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal) ? name : throw Invalid();

    /// <summary>Whether a path is a folder or lies in it.</summary>
    public static bool IsInside(string path, string folder) =>
        folder.Length == 0 || path == folder || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Whether a segment of a path, once decoded, leads out of its folder.</summary>
    public static bool LeavesFolder(string path) => Decode(path).Split('/', '\\').Contains("..");

    public static MlflowRefusedException Invalid() => MlflowRefusedException.Invalid("Invalid path");

    private static string Decode(string path)
    {
        if (path.Length > MaxLength) { throw Invalid(); }
        for (int i = 0; i < MaxDecodings; i++)
        {
            string decoded = Uri.UnescapeDataString(path);
            if (decoded == path) { return path; }
            path = decoded;
        }

        throw Invalid();
    }
}
