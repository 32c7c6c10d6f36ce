using System.Globalization;
using System.Runtime.CompilerServices;

namespace ModelOps.Registry.PostgreSql.S3;

internal sealed partial class S3Client
{
    /// <summary>All objects whose key begins with a prefix, by key, page by page.</summary>
    public IAsyncEnumerable<S3Object> ListAsync(string prefix, CancellationToken cancellationToken) => ListAsync(prefix, isFolder: false, cancellationToken);

    /// <summary>Lists objects; of a folder, only what lies directly in it, with each folder below as a key that ends in a slash.</summary>
    public async IAsyncEnumerable<S3Object> ListAsync(string prefix, bool isFolder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            (List<S3Object> page, string? next) = await ListPageAsync(prefix, isFolder, token, cancellationToken).ConfigureAwait(false);
            foreach (S3Object item in page) { yield return item; }
            token = next == token ? null : next; // a store that repeats its token would never end
        }
        while (token is not null);
    }

    private async Task<(List<S3Object> Page, string? Next)> ListPageAsync(string prefix, bool isFolder, string? token, CancellationToken cancellationToken)
    {
        List<(string Name, string Value)> query = [("list-type", "2"), ("prefix", prefix)];
        if (isFolder) { query.Add(("delimiter", "/")); }
        if (token is not null) { query.Add(("continuation-token", token)); }
        using HttpResponseMessage response = await SendAsync(
            new S3Request("list objects", HttpMethod.Get, string.Empty) { Query = S3Encoding.Query(query) }, cancellationToken).ConfigureAwait(false);
        List<S3Object> page = [];
        string? next = null;
        bool isCut = false;
        foreach ((string path, string text) in await ReadLeavesAsync("list objects", response, cancellationToken).ConfigureAwait(false))
        {
            switch (path)
            {
                case "IsTruncated":
                    isCut = text == "true";
                    break;
                case "NextContinuationToken":
                    next = text;
                    break;
                case "CommonPrefixes/Prefix":
                case "Contents/Key":
                    page.Add(new S3Object(text, 0, string.Empty, null, null));
                    break;
                case "Contents/Size" when page.Count > 0:
                    page[^1] = page[^1] with { Size = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0 };
                    break;
                case "Contents/ETag" when page.Count > 0:
                    page[^1] = page[^1] with { ETag = text };
                    break;
                case "Contents/LastModified" when page.Count > 0:
                    page[^1] = page[^1] with { LastModified = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null };
                    break;
            }
        }

        return (page, isCut ? next : null);
    }
}
