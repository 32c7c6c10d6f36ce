namespace ModelOps.Registry.Signing;

/// <summary>What of a folder a signature covers.</summary>
public sealed record FolderSigningOptions
{
    /// <summary>Name that the statement gives the model; null for the folder's. When verifying, the name that it must give; null for any.</summary>
    public string? Name { get; init; }

    /// <summary>Paths, relative and with forward slashes, of files or whole folders to leave out. When verifying, those that the signer left out are
    /// left out too. Default: the signature itself and git's own files (<c>model.sig</c>, <c>.git</c>, <c>.gitattributes</c>, <c>.github</c>, <c>.gitignore</c>).</summary>
    public IReadOnlyList<string> IgnoredPaths { get; init; } = ["model.sig", ".git", ".gitattributes", ".github", ".gitignore"];

    /// <summary>Whether a file may be a symbolic link to another file of the folder. Default false; a link out of the folder is never followed,
    /// nor is a linked folder.</summary>
    public bool AllowSymbolicLinks { get; init; }
}
