namespace ModelOps;

/// <summary>A file to register with a model version.</summary>
/// <remarks>The content is read once, when the version is registered.</remarks>
public sealed class ModelFile
{
    private readonly Func<Stream> _open;

    private ModelFile(string path, Func<Stream> open)
    {
        Path = path;
        _open = open;
    }

    /// <summary>Path inside the version, with forward slashes, e.g. <c>model.onnx</c>.</summary>
    public string Path { get; }

    /// <summary>A file of this machine.</summary>
    /// <param name="path">Path inside the version.</param>
    /// <param name="file">Where the file lies now.</param>
    /// <returns>The file to register.</returns>
    /// <exception cref="ArgumentException"><see cref="IsPath"/> refuses <paramref name="path"/>.</exception>
    public static ModelFile FromFile(string path, string file) => new(Check(path), () => File.OpenRead(file));

    /// <summary>Bytes in memory.</summary>
    /// <param name="path">Path inside the version.</param>
    /// <param name="content">Content; not copied, so it must stay as it is until the version is registered.</param>
    /// <returns>The file to register.</returns>
    /// <exception cref="ArgumentException"><see cref="IsPath"/> refuses <paramref name="path"/>.</exception>
    public static ModelFile FromBytes(string path, ReadOnlyMemory<byte> content) =>
        new(Check(path), () => new MemoryStream(content.ToArray(), writable: false));

    /// <summary>Content that is opened when it is read, such as that of another store.</summary>
    /// <param name="path">Path inside the version.</param>
    /// <param name="open">Opens the content, as often as it is asked to; who reads it disposes it.</param>
    /// <returns>The file to register.</returns>
    /// <exception cref="ArgumentException"><see cref="IsPath"/> refuses <paramref name="path"/>.</exception>
    public static ModelFile FromStream(string path, Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new(Check(path), open);
    }

    /// <summary>Opens the content; the caller disposes it.</summary>
    /// <returns>A readable stream.</returns>
    public Stream OpenRead() => _open();

    /// <summary>Says whether a text is a path that a version may hold: relative, forward slashes, no empty, <c>.</c> or <c>..</c> segment,
    /// no control character, colon or backslash, at most 512 characters.</summary>
    /// <param name="path">The text.</param>
    /// <returns>Whether it may be used.</returns>
    public static bool IsPath(string? path) =>
        path is { Length: >= 1 and <= 512 }
        && !path.Any(static c => char.IsControl(c) || c is '\\' or ':')
        && path.Split('/').All(static segment => segment is not ("" or "." or "..") && segment[^1] is not ('.' or ' '));

    private static string Check(string path) => IsPath(path)
        ? path
        : throw new ArgumentException($"'{path}' cannot be the path of a model's file. Use a relative path with forward slashes and no '..', such as 'model.onnx'.", nameof(path));
}
