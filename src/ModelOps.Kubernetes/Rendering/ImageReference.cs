namespace ModelOps.Kubernetes.Rendering;

/// <summary>Reads the parts of an image reference: <c>host:port/path:tag@algorithm:digest</c>.</summary>
internal static class ImageReference
{
    private const int ShownDigestLength = 12;

    internal static string? DigestOf(string image) => image.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? image[(at + 1)..] : null;

    internal static string? TagOf(string image)
    {
        string name = image.Split('@')[0];
        int colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
    }

    /// <summary>Tag, or the beginning of the digest where there is no tag.</summary>
    internal static string VersionOf(string image) =>
        TagOf(image) ?? DigestOf(image)?.Split(':')[^1] switch
        {
            { Length: > ShownDigestLength } digest => digest[..ShownDigestLength],
            string digest => digest,
            null => "latest",
        };
}
