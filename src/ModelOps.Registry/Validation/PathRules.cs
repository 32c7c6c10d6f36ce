using System.Text;

namespace ModelOps.Registry.Validation;

/// <summary>What the paths of a version's files must be so that the version can lie in a folder of any file system.</summary>
internal static class PathRules
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>\"|?*");

    private static readonly HashSet<string> DeviceNames = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>Says all that is wrong with a list of paths.</summary>
    public static IEnumerable<string> Check(IEnumerable<string> paths)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        List<string> good = [];
        foreach (string path in paths)
        {
            if (CheckOne(path) is { } error)
            {
                yield return error;
            }
            else if (!files.TryAdd(Fold(path), path))
            {
                string other = files[Fold(path)];
                yield return other == path
                    ? $"Files has '{path}' twice; each path must be unique."
                    : $"Files has '{other}' and '{path}', which some file systems take for one; rename one of them.";
            }
            else
            {
                good.Add(path);
            }
        }

        foreach (string path in good)
        {
            string? file = Parents(Fold(path)).FirstOrDefault(files.ContainsKey);
            if (file is not null) { yield return $"Files has '{files[file]}' as a file and, for '{path}', as a folder; rename one of them."; }
        }
    }

    private static string? CheckOne(string path) => FindFault(path) is { } fault ? $"Files has '{path}', {fault}." : null;

    /// <summary>Says why a path cannot be a file's on every file system, and what mends it; null when it can.</summary>
    public static string? FindFault(string path)
    {
        if (!ModelFile.IsPath(path)) { return $"which is not a relative path with forward slashes; see {nameof(ModelFile)}.{nameof(ModelFile.IsPath)}"; }
        if (!TextRules.IsWellFormed(path)) { return "which is not well-formed Unicode; rename it"; }
        foreach (string segment in path.Split('/'))
        {
            if (Encoding.UTF8.GetByteCount(segment) > RegistryLimits.MaxPathSegmentBytes)
            {
                return $"a name of more than {RegistryLimits.MaxPathSegmentBytes} bytes of UTF-8; shorten it";
            }

            if (segment.AsSpan().ContainsAny(Forbidden) || DeviceNames.Contains(segment.Split('.')[0].TrimEnd()))
            {
                return $"which Windows cannot store as '{segment}'; rename it";
            }
        }

        return null;
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1)) { yield return path[..slash]; }
    }

    /// <summary>One text for all spellings that a file system may take for the same. Normalisation needs the host's ICU;
    /// under invariant globalization only case is folded.</summary>
    private static string Fold(string path) => path.Normalize(NormalizationForm.FormC).ToUpperInvariant();
}
