using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary>A file or directory that DVC versions, as a <c>.dvc</c> file or <c>dvc.lock</c> describes it.</summary>
/// <remarks>What such a file says beyond this is kept and written back.</remarks>
public sealed record DvcOutput
{
    /// <summary>Path, with forward slashes, from the folder of the file that names it.</summary>
    public required string Path { get; init; }

    /// <summary>MD5 of the content, 32 lower-case hex digits, with <c>.dir</c> for a directory; null when there is none yet.</summary>
    public string? Hash { get; init; }

    /// <summary>Whether DVC before 3.0 wrote it: text hashed with CRLF read as LF, and another place in the cache. Default false.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Bytes of all files; null when not known.</summary>
    public long? Size { get; init; }

    /// <summary>Files of a directory; null for a file, or when not known.</summary>
    public long? FileCount { get; init; }

    /// <summary>Whether DVC keeps it in its cache. Default true.</summary>
    public bool IsCached { get; init; } = true;

    /// <summary>Whether it goes to remotes. Default true.</summary>
    public bool IsPushed { get; init; } = true;

    /// <summary>Remote that it belongs to; null for the default one.</summary>
    public string? Remote { get; init; }

    /// <summary>For people; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Hash is not null && DvcHash.IsDirectory(Hash);

    internal YamlMappingNode? Source { get; init; }
}
